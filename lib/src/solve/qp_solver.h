/* SPDX-License-Identifier: MIT */
/* What the files of the interior point method share: the workspace, the parts
 * of its vectors, and the two ways to solve with M. */
#ifndef TAME_SOLVE_QP_SOLVER_H
#define TAME_SOLVE_QP_SOLVER_H

#include <stdbool.h>

#include <gsl/gsl_cblas.h>

#include "tame/qp.h"

/* A way to solve with M(s, z), its transpose, and the matrix of the starting
 * point.  f holds the factors, `size` doubles at most. */
typedef struct {
  /* what depends on the problem alone: w->fixed [fixed_size] */
  size_t (*fixed_size)(size_t n, size_t p, size_t m);
  tame_status (*prepare)(tame_qp_solver *w);
  size_t (*size)(size_t n, size_t p, size_t m);
  tame_status (*factor)(double *f, const double *v, tame_qp_solver *w);
  /* r [N] <- M^{-1} r  and  M'^{-1} r */
  void (*solve)(double *r, const double *f, const double *v, tame_qp_solver *w);
  void (*solve_t)(double *r, const double *f, const double *v,
                  tame_qp_solver *w);
  /* r [n + p + m] <- [Q G' A'; G -I 0; A 0 0]^{-1} r, a symmetric matrix */
  size_t (*start_size)(size_t n, size_t p, size_t m);
  tame_status (*start_factor)(double *f, tame_qp_solver *w);
  void (*start_solve)(double *r, const double *f, tame_qp_solver *w);
} qp_kkt;

extern const qp_kkt TAME_QP_KKT_DENSE, TAME_QP_KKT_REDUCED;

struct tame_qp_solver {
  size_t n, p, m;
  size_t size; /* N */
  const qp_kkt *kkt;
  tame_qp qp;
  double fraction;
  tame_qp_report report;

  double *record;  /* [n_record], for calls that bring none; head of block */
  double *point;   /* [N + n + p + m] (v, theta) that record belongs to */
  bool is_current; /* and whether it does */
  double *D;       /* [N] direction of the update */
  double *l, *adj; /* [N] solution of an adjoint system; adjoint of Da */
  double *vnew;    /* [N] iterate that a vjp without record recomputes */
  double *t;       /* [p + m] scratch */
  double *rest;    /* [p] scratch */
  double *fixed;   /* [fixed_size] */
  int *pivot;      /* [N] */
};

/* (x, s, z, y) of a vector of length N */
typedef struct {
  double *x, *s, *z, *y;
} qp_parts;
typedef struct {
  const double *x, *s, *z, *y;
} qp_const_parts;

static inline qp_parts qp_split(double *v, const tame_qp_solver *w)
{
  double *s = v + w->n, *z = s + w->p;
  return (qp_parts){v, s, z, z + w->p};
}
static inline qp_const_parts qp_split_const(const double *v,
                                            const tame_qp_solver *w)
{
  const double *s = v + w->n, *z = s + w->p;
  return (qp_const_parts){v, s, z, z + w->p};
}

/* record = factors of M, Da [N], Dc = M^{-1} r2 [N] */
static inline size_t qp_record_size(const tame_qp_solver *w)
{
  return w->kkt->size(w->n, w->p, w->m) + 2 * w->size;
}
static inline size_t qp_affine_at(const tame_qp_solver *w)
{
  return w->kkt->size(w->n, w->p, w->m);
}

/* y <- y + c A x  and  y <- y + c A' x,  A [rows x cols]; either may be 0 */
static inline void qp_add(double *y, double c, const double *A, const double *x,
                          size_t rows, size_t cols)
{
  cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)rows, (int)cols, c, A,
              (int)cols, x, 1, 1.0, y, 1);
}
static inline void qp_add_t(double *y, double c, const double *A,
                            const double *x, size_t rows, size_t cols)
{
  cblas_dgemv(CblasRowMajor, CblasTrans, (int)rows, (int)cols, c, A, (int)cols,
              x, 1, 1.0, y, 1);
}

static inline double qp_dot(const double *x, const double *y, size_t n)
{
  return cblas_ddot((int)n, x, 1, y, 1);
}

/* min(1, fraction (-v_i/d_i) : d_i < 0) over the entries of s and z */
typedef struct {
  double alpha;
  size_t limit; /* place in v of the entry that limits; 0, which belongs to x,
                 * when alpha = 1 is not limited by any */
} qp_length;

/* The predictor's numbers, all functions of v and Da. */
typedef struct {
  qp_length length; /* alpha_a */
  double gap;       /* s'z */
  double tau;
} qp_predictor;

qp_length tame_qp_step_length(const double *v, const double *d, double fraction,
                              const tame_qp_solver *w);
qp_predictor tame_qp_predict(const double *v, const double *Da,
                             const tame_qp_solver *w);

/* The functions of the map (tame/map.h); ctx is the workspace. */
void tame_qp_value(double *vnew, const double *v, const double *theta,
                   void *ctx);
/* w->record <- the record of the step at (v, theta), unless it is that already;
 * false when the system is singular. */
bool tame_qp_refresh(const double *v, const double *theta, tame_qp_solver *w);
void tame_qp_jvp(double *dvnew, const double *dv, const double *dtheta,
                 const double *v, const double *theta, void *ctx);
void tame_qp_vjp(double *dv, double *dtheta, const double *dvnew,
                 const double *v, const double *theta, void *ctx);
void tame_qp_value_record(double *vnew, double *record, const double *v,
                          const double *theta, void *ctx);
void tame_qp_vjp_record(double *dv, double *dtheta, const double *dvnew,
                        const double *record, const double *v,
                        const double *theta, void *ctx);

#endif
