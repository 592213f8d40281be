// SPDX-License-Identifier: Apache-2.0
// The same loops for processors with AVX2: CMake compiles this file, and no other, with -mavx2. The
// results are the same to the bit: AVX2 has no fused operations, and each lane is computed as IEEE
// 754 says.
#include "plant_step.hpp"

#ifdef __AVX2__

#include "plant_step_loops.hpp"

namespace cellwarden::twin {

const StepLoops* wide_step_loops() {
  return __builtin_cpu_supports("avx2") != 0 ? &kLoops : nullptr;
}

}  // namespace cellwarden::twin

#else

namespace cellwarden::twin {

const StepLoops* wide_step_loops() { return nullptr; }

}  // namespace cellwarden::twin

#endif
