// SPDX-License-Identifier: Apache-2.0
// A sentence with gaps: say("cell {} is {}", 7, "3.652 V"). Only whole numbers and text, so that it
// weighs next to nothing where the same sentences are made in a browser; decimals come from
// decimal.hpp. The compiler counts the gaps.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

namespace cellwarden::words {

// What goes into one gap.
class Piece {
 public:
  template <std::integral Number>
  explicit Piece(Number number) : number_{static_cast<std::int64_t>(number)}, is_number_{true} {}
  explicit Piece(std::string_view text) : text_{text} {}
  explicit Piece(const std::string& text) : text_{text} {}
  explicit Piece(const char* text) : text_{text} {}

  void append_to(std::string& out) const;

 private:
  std::string_view text_;
  std::int64_t number_{0};
  bool is_number_{false};
};

std::string said(std::string_view sentence, std::initializer_list<Piece> pieces);

// Not a constant expression: calling it while compiling is the error message.
void gaps_and_pieces_differ();

// A sentence with as many gaps as there are pieces, or it does not compile.
template <class... Pieces>
class Gaps {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a sentence is written where it is said
  consteval Gaps(const char* sentence) : sentence_{sentence} {
    std::size_t gaps = 0;
    for (std::size_t i = 0; i + 1 < sentence_.size(); ++i) {
      if (sentence_[i] == '{' && sentence_[i + 1] == '}') ++gaps;
    }
    if (gaps != sizeof...(Pieces)) gaps_and_pieces_differ();
  }
  [[nodiscard]] constexpr std::string_view sentence() const { return sentence_; }

 private:
  std::string_view sentence_;
};

template <class... Pieces>
std::string say(Gaps<std::type_identity_t<Pieces>...> gaps, const Pieces&... pieces) {
  return said(gaps.sentence(), {Piece{pieces}...});
}

}  // namespace cellwarden::words
