// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/words/say.hpp"

namespace cellwarden::words {

void Piece::append_to(std::string& out) const {
  if (is_number_) {
    out += std::to_string(number_);
  } else {
    out += text_;
  }
}

std::string said(std::string_view sentence, std::initializer_list<Piece> pieces) {
  std::string text;
  for (const Piece& piece : pieces) {
    const std::size_t gap = sentence.find("{}");
    text += sentence.substr(0, gap);
    piece.append_to(text);
    sentence.remove_prefix(gap + 2);
  }
  return text += sentence;
}

}  // namespace cellwarden::words
