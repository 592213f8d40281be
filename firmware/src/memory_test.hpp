// SPDX-License-Identifier: Apache-2.0
// The board's own memory, slice by slice while it runs (OUT-6): all variables, and the stack below
// what is in use.
#pragma once

namespace cellwarden::firmware {

// The next slice. False: it does not hold what is written into it.
bool test_memory_slice();

}  // namespace cellwarden::firmware
