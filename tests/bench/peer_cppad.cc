/* SPDX-License-Identifier: MIT */
/* CppAD: operation sequence, optimised once after recording; a gradient is
 * Forward(0) and Reverse(1). */
#include <cppad/cppad.hpp>

#include "tape_functions.hh"

namespace {

using S = CppAD::AD<double>;

struct ops {
  static S abs(const S &a) { return CppAD::abs(a); }
  static S relu(const S &a) { return CppAD::CondExpGt(a, S(0.0), a, S(0.0)); }
  static S min(const S &a, const S &b) { return CppAD::CondExpLe(a, b, a, b); }
  static S max(const S &a, const S &b) { return CppAD::CondExpGe(a, b, a, b); }
};

struct tape {
  CppAD::ADFun<double> f;
  std::vector<double> x, w;
};

void *record(int function, const double *x, size_t n)
{
  tape *t = new tape;
  std::vector<S> ax(x, x + n), ay(1);
  CppAD::Independent(ax);
  ay[0] = bench_function<ops>(function, ax);
  t->f.Dependent(ax, ay);
  t->f.optimize();
  t->x.resize(n);
  t->w.assign(1, 1.0);
  return t;
}

double gradient(void *p, double *grad, const double *x, size_t n)
{
  tape *t = static_cast<tape *>(p);
  t->x.assign(x, x + n);
  const std::vector<double> y = t->f.Forward(0, t->x);
  const std::vector<double> g = t->f.Reverse(1, t->w);
  std::copy(g.begin(), g.end(), grad);
  return y[0];
}

/* the sequence, Taylor coefficients; the partials of a reverse sweep, one a
 * variable, come and go */
size_t bytes(const void *p)
{
  const tape *t = static_cast<const tape *>(p);
  return t->f.size_op_seq() + t->f.size_var() * 2 * sizeof(double);
}

void clear(void *p) { delete static_cast<tape *>(p); }

}  // namespace

extern "C" const tape_peer peer_cppad = {CPPAD_PACKAGE_STRING, record, gradient,
                                         bytes, clear};
