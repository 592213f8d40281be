# SPDX-License-Identifier: Apache-2.0
"""The deepest that the stack of an image can become, in bytes, from the compiler's call graph.

Every call is followed, whether or not it ever happens. A call through a pointer is taken for a call of the deepest
function whose address is in a table or taken anywhere in the image; that one may call through a pointer too, but what
that finds may not. On top comes the deepest interrupt handler, with
what the processor pushes. Recursion, and a frame whose size only the running program knows, are errors.

usage: stack.py BUILD-FOLDER IMAGE.elf [--path]      --path also prints the deepest chain of calls
"""
import pathlib
import re
import subprocess
import sys

EXCEPTION_FRAME = 32 + 4  # eight registers, and perhaps a word to align them
NODE = re.compile(r'^node: \{ title: "([^"]+)" label: "([^"]*)"')
EDGE = re.compile(r'^edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"')
FRAME = re.compile(r"(\d+) bytes \((static|dynamic|dynamic,bounded)\)")
HANDLERS = ("plant_received", "chain_received", "chain_out_received", "data_output_received", "bluetooth_received")
INDIRECT = "__indirect_call"


def plain(title):
    """The symbol: local ones have their file before it."""
    return title.rsplit(":", 1)[-1]


def tool(*words):
    return subprocess.run([f"arm-none-eabi-{words[0]}", *words[1:]], check=True, capture_output=True, text=True).stdout


def files_of(build, image, pattern):
    """Not those of another image's main program."""
    own = pathlib.Path(image).stem
    return [file for file in sorted(pathlib.Path(build).rglob(pattern))
            if not re.search(r"-mps2\.dir/", str(file)) or f"/{own}.dir/" in str(file)]


def call_graph(build, image):
    """({function: bytes}, {function: {callee}}); of functions of the same name the larger one."""
    frames, calls = {}, {}
    for file in files_of(build, image, "*.obj"):
        # A compiler cache gives back the object alone; functions without a graph would be followed by their code only.
        if file.name.endswith(".cpp.obj") and not file.with_suffix(".ci").exists():
            sys.exit(f"stack: {file} has no call graph beside it; remove {build} and build again without a compiler cache")
    for file in files_of(build, image, "*.ci"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if node := NODE.match(line):
                if frame := FRAME.search(node[2]):
                    if frame[2] == "dynamic":
                        sys.exit(f"stack: nobody knows how large a frame {plain(node[1])} needs")
                    name = plain(node[1])
                    frames[name] = max(frames.get(name, 0), int(frame[1]))
            elif edge := EDGE.match(line):
                calls.setdefault(plain(edge[1]), set()).add(plain(edge[2]))
    return frames, calls


def from_machine_code(image):
    """What the compiler's own library does, of which there is no graph: the same, read from the instructions."""
    frames, calls, name = {}, {}, None
    for line in tool("objdump", "-d", "--no-show-raw-insn", image).splitlines():
        if begin := re.match(r"^[0-9a-f]+ <(.+)>:$", line):
            name = begin[1]
            frames[name] = 0
        elif name and (push := re.search(r"\tpush\t\{(.*)\}", line)):
            for registers in push[1].split(", "):
                first, _, last = registers.partition("-")
                count = int(last.strip()[1:]) - int(first.strip()[1:]) + 1 if last else 1
                frames[name] += 4 * count
        elif name and (sub := re.search(r"\tsub\tsp, (?:sp, )?#(\d+)", line)):
            frames[name] += int(sub[1])
        elif name and (call := re.search(r"\tbl?\.?n?\t[0-9a-f]+ <([^>+]+)>", line)):
            if call[1] != name:
                calls.setdefault(name, set()).add(call[1])
    return frames, calls


def taken_addresses(build, image, functions):
    """Functions whose address stands in some object file as a number."""
    taken = set()
    for file in files_of(build, image, "*.obj"):
        for target in re.findall(r"R_ARM_ABS32\s+(\S+)", tool("objdump", "-r", str(file))):
            name = re.sub(r"^\.text\.(?:unlikely\.)?", "", target).split("+")[0]
            if name in functions:
                taken.add(name)
    return taken


def reaches_pointer(name, calls):
    """Whether it calls through a pointer, or something that does."""
    seen, waiting = set(), [name]
    while waiting:
        for callee in calls.get(waiting.pop(), set()) - seen:
            seen.add(callee)
            waiting.append(callee)
    return INDIRECT in seen


def main():
    build, image = sys.argv[1], sys.argv[2]
    symbols = [line.split() for line in tool("nm", image).splitlines()]
    there = {name: address for address, kind, name in symbols if kind in "TtWw"}
    frames, calls = call_graph(build, image)
    machine_frames, machine_calls = from_machine_code(image)
    listed = {there[name]: name for name in machine_frames if name in there}
    for name, address in there.items():
        same = listed.get(address)
        if name not in frames and same:
            frames[name] = machine_frames[same]
            calls[name] = machine_calls.get(same, set())
    targets = taken_addresses(build, image, frames) & there.keys()
    targets -= {"main", "reset", "stand_still", "stalled", *HANDLERS}
    last_targets = {name for name in targets if not reaches_pointer(name, calls)}
    deepest = {}

    def depth(name, above=(), pointers=0):
        if name in above:
            if name != INDIRECT and INDIRECT not in above[above.index(name):]:
                sys.exit(f"stack: {' → '.join([*above[above.index(name):], name])} is recursion")
        key = (name, pointers)
        if key in deepest:
            return deepest[key]
        if name == INDIRECT:
            callees = [targets, last_targets, set()][pointers]
            pointers += 1
        elif name not in there:
            callees = set()  # not in this image
        elif name in frames:
            callees = calls.get(name, set())
        else:
            sys.exit(f"stack: {name}, called by {above[-1]}, is in no call graph")
        best = max((depth(callee, (*above, name), pointers) for callee in sorted(callees)), default=(0, []))
        frame = frames[name] if name in there else 0
        deepest[key] = (frame + best[0], [name, *best[1]])
        return deepest[key]

    program = max(depth("reset"), depth("main"))
    handler = max(depth(name) for name in HANDLERS if name in there)
    print(program[0] + EXCEPTION_FRAME + handler[0])
    if "--path" in sys.argv:
        for name in program[1]:
            print(f"{frames.get(name, 0):6d}  {tool('c++filt', name).strip()[:150]}")
        print(f"{EXCEPTION_FRAME:6d}  exception frame")
        for name in handler[1]:
            print(f"{frames.get(name, 0):6d}  {tool('c++filt', name).strip()[:150]}")


main()
