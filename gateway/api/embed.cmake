# SPDX-License-Identifier: Apache-2.0
# cmake -DOUT=embedded.cpp -DFOLDER=… -P embed.cmake: the files as constants of the program.
set(text "// Made by embed.cmake.\n#include \"embedded.hpp\"\n\nnamespace cellwarden::api {\n")
foreach(pair kOpenapi=openapi.json kPageHtml=page/index.html kPageCss=page/page.css
        kPageJs=page/page.js)
  string(REPLACE "=" ";" pair ${pair})
  list(GET pair 0 name)
  list(GET pair 1 file)
  file(READ "${FOLDER}/${file}" hex HEX)
  # Bytes, so that nothing in a file can end a literal; 32 of them a line.
  string(REGEX REPLACE "(................................................................)"
         "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
  string(APPEND text "\nstatic const unsigned char ${name}Bytes[] = {\n${hex}};\n"
         "const std::string_view ${name}{reinterpret_cast<const char*>(${name}Bytes), "
         "sizeof(${name}Bytes)};\n")
endforeach()
string(APPEND text "\n}  // namespace cellwarden::api\n")
file(WRITE "${OUT}" "${text}")
