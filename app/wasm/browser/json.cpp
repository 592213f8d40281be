// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

// The library's own way to write a number, so that each is written as there.
#include <nlohmann/detail/conversions/to_chars.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace nlohmann {

struct json::Node {
  Node* next;
  const char* key;
  json value;
};

struct json::List {
  Node* first;
  Node* last;
};

namespace {

constexpr std::size_t kBlock = 65'536;

struct Arena {
  std::vector<char*> blocks;
  std::size_t block{0};
  std::size_t used{kBlock};
  bool told{false};
};

Arena& arena() {
  static Arena arena;
  return arena;
}

void* place(std::size_t size) {
  Arena& a = arena();
  if (a.told) {
    a.told = false;
    a.block = 0;
    a.used = a.blocks.empty() ? kBlock : 0;
  }
  size = (size + 7) / 8 * 8;
  if (size > kBlock) __builtin_trap();
  if (a.used + size > kBlock) {
    if (!a.blocks.empty()) ++a.block;
    if (a.block >= a.blocks.size()) a.blocks.push_back(new char[kBlock]);
    a.block = std::min(a.block, a.blocks.size() - 1);
    a.used = 0;
  }
  char* const at = a.blocks[a.block] + a.used;
  a.used += size;
  return at;
}

const char* copy(std::string_view text) {
  char* const at = static_cast<char*>(place(text.size() + 1));
  std::memcpy(at, text.data(), text.size());
  at[text.size()] = 0;
  return at;
}

void write_text(std::string& out, const char* text) {
  constexpr const char* kHex = "0123456789abcdef";
  constexpr std::string_view kShort = "\bb\ff\nn\rr\tt\"\"\\\\";
  out += '"';
  for (; *text != 0; ++text) {
    const char c = *text;
    std::size_t named = 0;
    while (named < kShort.size() && kShort[named] != c) named += 2;
    if (named < kShort.size()) {
      out += '\\';
      out += kShort[named + 1];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void write_whole(std::string& out, std::int64_t value) {
  std::array<char, 20> digits{};
  std::size_t begin = digits.size();
  std::uint64_t rest = value < 0 ? 0 - static_cast<std::uint64_t>(value) : value;
  do {
    digits[--begin] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) out += '-';
  out.append(digits.data() + begin, digits.size() - begin);
}

void write_real(std::string& out, double value) {
  std::array<char, 64> digits{};
  out.append(digits.data(), detail::to_chars(digits.begin(), digits.end(), value));
}

}  // namespace

json::json(std::string_view text) : kind_{Kind::text}, text_{copy(text)} {}

json::json(const std::vector<std::string>& texts) : json(array()) {
  for (const std::string& text : texts) push_back(text);
}

json::json(std::initializer_list<Member> members) : json(object()) {
  for (const Member& each : members) {
    Node** at = &list_->first;
    while (*at != nullptr && std::strcmp((*at)->key, each.key) < 0) at = &(*at)->next;
    *at = new (place(sizeof(Node))) Node{*at, each.key, each.value};
  }
}

json json::array() { return {Kind::array, new (place(sizeof(List))) List{}}; }
json json::object() { return {Kind::object, new (place(sizeof(List))) List{}}; }

void json::push_back(json value) {
  Node* const node = new (place(sizeof(Node))) Node{nullptr, nullptr, value};
  (list_->first == nullptr ? list_->first : list_->last->next) = node;
  list_->last = node;
}

// Members stand in the order of their keys, as in the library.
json& json::operator[](std::string_view key) {
  if (is_null()) *this = object();
  Node** at = &list_->first;
  while (*at != nullptr && (*at)->key < key) at = &(*at)->next;
  if (*at == nullptr || (*at)->key != key) {
    *at = new (place(sizeof(Node))) Node{*at, copy(key), {}};
  }
  return (*at)->value;
}

json& json::operator[](std::size_t index) {
  Node* node = list_->first;
  for (; index > 0; --index) node = node->next;
  return node->value;
}

json* json::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  for (Node* node = list_->first; node != nullptr; node = node->next) {
    if (node->key == key) return &node->value;
  }
  return nullptr;
}

void json::write(std::string& out) const {
  switch (kind_) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += whole_ != 0 ? "true" : "false"; return;
    case Kind::whole: return write_whole(out, whole_);
    case Kind::real:
      if (!std::isfinite(real_))
        out += "null";
      else
        write_real(out, real_);
      return;
    case Kind::text: return write_text(out, text_);
    default: break;
  }
  const bool object = is_object();
  out += object ? '{' : '[';
  for (const Node* node = list_->first; node != nullptr; node = node->next) {
    if (node != list_->first) out += ',';
    if (object) {
      write_text(out, node->key);
      out += ':';
    }
    node->value.write(out);
  }
  out += object ? '}' : ']';
}

std::string json::dump() const {
  std::string out;
  write(out);
  arena().told = true;
  return out;
}

}  // namespace nlohmann
