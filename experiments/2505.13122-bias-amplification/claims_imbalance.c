/* SPDX-License-Identifier: MIT */
/* Claims on class imbalance, and on an identity in all training runs.  Those of
 * the paper scale are about the networks whose results are there; none of them
 * gives NOT RUN. */
#include "claims.h"
#include "claims_values.h"

enum { N_ZETA = 3 };

typedef struct {
  size_t n, n_sgd; /* the first n_sgd with SGD */
  const char *const *name;
  bool may_lack;
} net_list;

static const char *const SMALL[] = {"imbalance_mlp64", "imbalance_mlp256",
                                    "imbalance_mlp64_adamw"};
static const char *const LARGE[] = {
    "imbalance_resnet18",       "imbalance_resnet50",
    "imbalance_resnet101",      "imbalance_vgg11",
    "imbalance_vgg19",          "imbalance_mobilenet",
    "imbalance_squeezenet",     "imbalance_resnet18_adamw",
    "imbalance_resnet50_adamw", "imbalance_resnet101_adamw",
    "imbalance_vgg11_adamw",    "imbalance_mobilenet_adamw"};
static const net_list SMALL_NETS = {3, 2, SMALL, false},
                      LARGE_NETS = {12, 7, LARGE, true};

/* the same over the first N networks of a list */
static tame_status over_nets(values *v, const tame_results *r,
                             const net_list *nets, size_t n, const char *path)
{
  v->n = 0;
  for (size_t k = 0; k < n; k++) {
    const tame_status s = append(v, r, nets->name[k], path);
    if (s == TAME_EMISSING && nets->may_lack) continue;
    if (s < 0) return s;
  }
  return v->n > 0 ? TAME_OK : TAME_EMISSING;
}

/* --- class imbalance ------------------------------------------------------ */

static tame_status least_extra(double *v, const tame_results *r,
                               const net_list *nets)
{
  values x;
  TAME_TRY(over_nets(&x, r, nets, nets->n, "overcost/extra_90"));
  *v = tame_claim_smallest(x.x, x.n);
  return TAME_OK;
}

tame_status c11a(double *v, const tame_results *r)
{
  return least_extra(v, r, &SMALL_NETS);
}
tame_status c11b(double *v, const tame_results *r)
{
  return least_extra(v, r, &LARGE_NETS);
}

/* V <- those of PATH with zeta = 1 % */
static tame_status at_one_percent(values *v, const tame_results *r,
                                  const net_list *nets, const char *path)
{
  values zeta, x;
  TAME_TRY(over_nets(&zeta, r, nets, nets->n, "overcost/zeta"));
  TAME_TRY(over_nets(&x, r, nets, nets->n, path));
  if (x.n != zeta.n) return TAME_EFORMAT;
  v->n = 0;
  for (size_t i = 0; i < x.n; i++)
    if (zeta.x[i] == 1.0) add(v, x.x[i]);
  return TAME_OK;
}

static tame_status minority_at_early(double *v, const tame_results *r,
                                     const net_list *nets)
{
  values x;
  TAME_TRY(at_one_percent(&x, r, nets, "overcost/minority_at_early"));
  *v = tame_claim_largest(x.x, x.n);
  return TAME_OK;
}

tame_status c12a(double *v, const tame_results *r)
{
  return minority_at_early(v, r, &SMALL_NETS);
}
tame_status c12b(double *v, const tame_results *r)
{
  return minority_at_early(v, r, &LARGE_NETS);
}

/* smallest decrease of the mean overcost from one zeta to the next, SGD */
static tame_status least_decrease(double *v, const tame_results *r,
                                  const net_list *nets)
{
  values x, drop = {0};
  TAME_TRY(over_nets(&x, r, nets, nets->n_sgd, "mean/overcost_90"));
  if (x.n % N_ZETA != 0) return TAME_EFORMAT;
  for (size_t i = 0; i + 1 < x.n; i++)
    if (i % N_ZETA + 1 < N_ZETA) add(&drop, x.x[i] - x.x[i + 1]);
  *v = tame_claim_smallest(drop.x, drop.n);
  return TAME_OK;
}

tame_status c13a(double *v, const tame_results *r)
{
  return least_decrease(v, r, &SMALL_NETS);
}
tame_status c13b(double *v, const tame_results *r)
{
  return least_decrease(v, r, &LARGE_NETS);
}

tame_status c14a(double *v, const tame_results *r)
{
  values x;
  TAME_TRY(over_nets(&x, r, &SMALL_NETS, SMALL_NETS.n_sgd, "mean/overcost_90"));
  *v = tame_claim_smallest(x.x, x.n);
  return TAME_OK;
}

tame_status c14b(double *v, const tame_results *r)
{
  values x;
  TAME_TRY(over_nets(&x, r, &LARGE_NETS, LARGE_NETS.n_sgd, "mean/overcost_90"));
  *v = tame_claim_farthest(x.x, x.n, 325.0);
  return TAME_OK;
}

static tame_status least_gap(double *v, const tame_results *r,
                             const net_list *nets)
{
  values a0, a1;
  TAME_TRY(at_one_percent(&a0, r, nets, "overcost/test_a0"));
  TAME_TRY(at_one_percent(&a1, r, nets, "overcost/test_a1"));
  if (a0.n != a1.n) return TAME_EFORMAT;
  for (size_t i = 0; i < a0.n; i++) a1.x[i] -= a0.x[i];
  *v = tame_claim_smallest(a1.x, a1.n);
  return TAME_OK;
}

tame_status c15a(double *v, const tame_results *r)
{
  return least_gap(v, r, &SMALL_NETS);
}
tame_status c15b(double *v, const tame_results *r)
{
  return least_gap(v, r, &LARGE_NETS);
}

/* --- the identity ----------------------------------------------------------- */

static tame_status mismatch(double *v, const tame_results *r,
                            const net_list *nets)
{
  static const char *const MORE[4][2] = {
      {"trajectory", "lengths/mismatch_unlucky"},
      {"trajectory", "lengths/mismatch_start"},
      {"theta", "distance/mismatch"},
      {"eurosat", "times/mismatch"}};
  values x;
  tame_status s = over_nets(&x, r, nets, nets->n, "overcost/mismatch");
  if (s < 0 && !(s == TAME_EMISSING && nets->may_lack)) return s;
  for (size_t k = 0; k < 4; k++) {
    s = append(&x, r, MORE[k][0], MORE[k][1]);
    if (s < 0 && !(s == TAME_EMISSING && nets->may_lack)) return s;
  }
  if (x.n == 0) return TAME_EMISSING;
  *v = tame_claim_largest(x.x, x.n);
  return TAME_OK;
}

tame_status c18a(double *v, const tame_results *r)
{
  return mismatch(v, r, &SMALL_NETS);
}
tame_status c18b(double *v, const tame_results *r)
{
  return mismatch(v, r, &LARGE_NETS);
}
