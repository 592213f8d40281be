# SPDX-License-Identifier: Apache-2.0
# cmake -DOUT=PATH -DOPENAPI=FILE -DAPP=FOLDER -P embed.cmake
# Makes PATH.S, by which the assembler takes the files as they are, and PATH.cpp, the table of them. An array in C++ would
# cost the compiler seconds for each megabyte, and a literal could be ended by what stands in a file.
file(GLOB_RECURSE found RELATIVE "${APP}" "${APP}/*")
list(SORT found)

set(bytes "// Made by embed.cmake.\n    .section .rodata, \"a\", %progbits\n")
set(count 0)
# embed(FILE OUT_VIEW): OUT_VIEW is the file's bytes as a std::string_view.
macro(embed file out_view)
  file(SIZE "${file}" size)
  string(APPEND bytes "    .global cellwarden_file_${count}\n    .hidden cellwarden_file_${count}\n"
         "    .balign 16\ncellwarden_file_${count}:\n    .incbin \"${file}\"\n")
  string(APPEND symbols "extern const char cellwarden_file_${count}[];\n")
  set(${out_view} "std::string_view{cellwarden_file_${count}, ${size}}")
  math(EXPR count "${count} + 1")
endmacro()

embed("${OPENAPI}" openapi)
foreach(path IN LISTS found)
  embed("${APP}/${path}" view)
  file(SHA256 "${APP}/${path}" hash)
  string(SUBSTRING "${hash}" 0 32 hash)
  string(APPEND rows "    {\"/${path}\", {}, ${view}, \"\\\"${hash}\\\"\"},\n")
endforeach()
string(APPEND bytes "    .section .note.GNU-stack, \"\", %progbits\n")

file(WRITE "${OUT}.S" "${bytes}")
file(WRITE "${OUT}.cpp" "// Made by embed.cmake.
#include \"embedded.hpp\"

extern \"C\" {
${symbols}}

namespace cellwarden::api {

constinit const std::string_view kOpenapi = ${openapi};

static constinit const web::EmbeddedFile kFiles[] = {
${rows}};
constinit const std::span<const web::EmbeddedFile> kAppFiles{kFiles};

}  // namespace cellwarden::api
")
