// exp and log of single numbers by additions, multiplications and divisions alone, so that every processor gives the
// same bits: those of the C library are chosen by the processor's features.
#pragma once

#include <cmath>

namespace kronika {

// e^x within 1e-13 of it (relative); 0 below -700, that of 700 above.
inline double exact_exp(double x) {
  if (x < -700) return 0;
  if (x > 700) x = 700;
  constexpr double kLog2 = 0.693147180559945309;
  const double whole = std::floor(x / kLog2 + 0.5);
  const double rest = x - whole * kLog2;  // at most log(2) / 2
  double sum = 1, term = 1;
  for (int n = 1; n <= 13; ++n) {
    term = term * rest / n;
    sum += term;
  }
  return std::ldexp(sum, static_cast<int>(whole));
}

// log x for x > 0, within 1e-13.
inline double exact_log(double x) {
  constexpr double kLog2 = 0.693147180559945309;
  int exponent = 0;
  const double part = std::frexp(x, &exponent);  // 0.5..1
  const double t = (part - 0.75) / (part + 0.75);
  double sum = 0, power = t;
  for (int n = 1; n <= 23; n += 2) {
    sum += power / n;
    power = power * t * t;
  }
  constexpr double kLogOfThreeQuarters = -0.287682072451780927;
  return 2 * sum + kLogOfThreeQuarters + exponent * kLog2;
}

}  // namespace kronika
