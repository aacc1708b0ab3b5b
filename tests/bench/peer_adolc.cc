/* SPDX-License-Identifier: MIT */
/* ADOL-C: tape in memory (buffers are made large enough); a gradient is its
 * driver `gradient`. */
#include <adolc/adolc.h>

#include "tape_functions.hh"

namespace {

struct ops {
  static adouble abs(const adouble &a) { return fabs(a); }
  static adouble relu(const adouble &a) { return fmax(a, 0.0); }
  static adouble min(const adouble &a, const adouble &b) { return fmin(a, b); }
  static adouble max(const adouble &a, const adouble &b) { return fmax(a, b); }
};

struct tape {
  short tag;
};

short next_tag = 1;

void *record(int function, const double *x, size_t n)
{
  const unsigned room = 1u << 23; /* no tape files on disk */
  tape *t = new tape{next_tag++};
  trace_on(t->tag, 0, room, room, room, room, 1);
  {
    std::vector<adouble> ax(n);
    for (size_t i = 0; i < n; i++) ax[i] <<= x[i];
    adouble y = bench_function<ops>(function, ax);
    double value;
    y >>= value;
  }
  trace_off();
  return t;
}

double gradient(void *p, double *grad, const double *x, size_t n)
{
  ::gradient(static_cast<tape *>(p)->tag, int(n), const_cast<double *>(x), grad);
  return 0.0;
}

/* operations 1 byte, locations 4, values 8, Taylor stack 8 */
size_t bytes(const void *p)
{
  size_t counts[STAT_SIZE];
  tapestats(static_cast<const tape *>(p)->tag, counts);
  return counts[NUM_OPERATIONS] + 4 * counts[NUM_LOCATIONS] +
         8 * counts[NUM_VALUES] + 8 * counts[TAY_STACK_SIZE] +
         16 * counts[NUM_MAX_LIVES];
}

void clear(void *p)
{
  tape *t = static_cast<tape *>(p);
  removeTape(t->tag, ADOLC_REMOVE_COMPLETELY);
  delete t;
}

}  // namespace

extern "C" const tape_peer peer_adolc = {"ADOL-C", record, gradient, bytes,
                                         clear};
