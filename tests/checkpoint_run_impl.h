/* SPDX-License-Identifier: MIT */
/* A training run that can be stopped and gone on with, for float and for double:
 * included twice by check_checkpoint.c. */

typedef struct {
  const tame_net *net;
  TAME_TYPED(tame_nn) * nn;
  TAME_TYPED(tame_opt) * opt;
  size_t epoch, batch;  /* where it stands */
  double loss[N_STEPS]; /* of the steps done by this object */
} TAME_TYPED(run);

static TAME_TYPED(run)
    TAME_TYPED(begin)(const tame_net *net, tame_opt_kind kind, size_t seed)
{
  TAME_TYPED(run) r = {.net = net};
  tame_opt_options o = tame_opt_defaults(kind);
  o.alpha = 0.1;
  o.beta = 0.9;
  o.weight_decay = 0.01;
  r.nn = TAME_TYPED(tame_nn_alloc)(net, &(tame_nn_options){.batch = BATCH});
  gsl_rng *rng = tame_rng_alloc(0, "check_checkpoint/init", seed);
  TAME_TYPED(tame_nn_init)(r.nn, rng);
  gsl_rng_free(rng);
  r.opt = TAME_TYPED(tame_opt_alloc)(tame_net_n_parameters(net),
                                     tame_opt_vectors(&o));
  ck_assert_int_eq(
      TAME_TYPED(tame_opt_init)(r.opt, &o, NULL, 0,
                                TAME_TYPED(tame_nn_parameters)(r.nn)),
      TAME_OK);
  return r;
}

static void TAME_TYPED(end)(TAME_TYPED(run) * r)
{
  TAME_TYPED(tame_nn_free)(r->nn);
  TAME_TYPED(tame_opt_free)(r->opt);
}

/* One step on the next batch; the last batch of an epoch is a part of one. */
static void TAME_TYPED(step)(TAME_TYPED(run) * r, double *loss)
{
  size_t order[N_EXAMPLES];
  REAL x[BATCH * MAX_INPUT];
  int label[BATCH];
  const tame_node *in = tame_net_node(r->net, 0);
  const size_t area = in->h * in->w, first = r->batch * BATCH;
  const size_t left = N_EXAMPLES - first, n = left < BATCH ? left : BATCH;
  ck_assert(in->c * area <= MAX_INPUT);
  order_of_epoch(order, r->epoch);
  for (size_t e = 0; e < n; e++) {
    label[e] = (int)(order[first + e] % 3);
    for (size_t i = 0; i < in->c * area; i++)
      x[(i / area * n + e) * area + i % area] =
          (REAL)pixel(order[first + e], i);
  }
  *loss = TAME_TYPED(tame_cross_entropy)(
      TAME_TYPED(tame_nn_output_gradient)(r->nn), NULL,
      TAME_TYPED(tame_nn_forward)(r->nn, x, n, true), label,
      tame_net_output(r->net)->c, n, 0.1);
  TAME_TYPED(tame_nn_backward)(r->nn);
  ck_assert_int_eq(
      TAME_TYPED(tame_opt_step)(r->opt, TAME_TYPED(tame_nn_parameters)(r->nn),
                                TAME_TYPED(tame_nn_gradient)(r->nn), 3e-3),
      TAME_OK);
  r->batch++;
  if (r->batch * BATCH < N_EXAMPLES) return;
  r->batch = 0;
  r->epoch++;
}

static void TAME_TYPED(go)(TAME_TYPED(run) * r, size_t steps)
{
  for (size_t k = 0; k < steps; k++) TAME_TYPED(step)(r, &r->loss[k]);
}

static void TAME_TYPED(save)(TAME_TYPED(run) * r, const char *path)
{
  tame_h5 *f;
  tame_error err;
  ck_assert_int_eq(tame_h5_create(&f, path, &err), TAME_OK);
  tame_h5_group(f, "run", "A run that has stopped");
  tame_h5_attr_integer(f, "run", "epoch", (long)r->epoch);
  tame_h5_attr_integer(f, "run", "batch", (long)r->batch);
  TAME_TYPED(tame_nn_save)(f, "net", r->nn);
  TAME_TYPED(tame_opt_save)(f, "optimiser", r->opt);
  ck_assert_msg(tame_h5_commit(f, &err) == TAME_OK, "%s", err.text);
}

static void TAME_TYPED(load)(TAME_TYPED(run) * r, const char *path)
{
  tame_h5 *f;
  tame_error err;
  double epoch = 0.0, batch = 0.0;
  ck_assert_int_eq(tame_h5_open(&f, path, &err), TAME_OK);
  ck_assert(tame_h5_read_attr_number(&epoch, f, "run", "epoch", &err) >= 0 &&
            tame_h5_read_attr_number(&batch, f, "run", "batch", &err) >= 0);
  ck_assert_msg(TAME_TYPED(tame_nn_load)(r->nn, f, "net", &err) == TAME_OK,
                "%s", err.text);
  ck_assert_msg(TAME_TYPED(tame_opt_load)(r->opt, f, "optimiser", &err) ==
                    TAME_OK,
                "%s", err.text);
  tame_h5_close(f);
  r->epoch = (size_t)epoch;
  r->batch = (size_t)batch;
}

/* Stopped after STOP steps and gone on with by other objects, with other
 * parameters, statistics and dropout before, the run is the same. */
static void TAME_TYPED(check_resumed)(small_net *make, tame_opt_kind kind,
                                      size_t stop)
{
  tame_net *net = make(), *other_net = make();
  const size_t n = tame_net_n_parameters(net), m = tame_net_n_state(net);
  TAME_TYPED(run) whole = TAME_TYPED(begin)(net, kind, 1);
  TAME_TYPED(run) first = TAME_TYPED(begin)(net, kind, 1);
  TAME_TYPED(run) second = TAME_TYPED(begin)(other_net, kind, 2);
  TAME_TYPED(go)(&whole, N_STEPS);
  TAME_TYPED(go)(&first, stop);
  TAME_TYPED(save)(&first, in_dir("run.h5"));
  TAME_TYPED(end)(&first);
  TAME_TYPED(go)(&second, 2);
  TAME_TYPED(load)(&second, in_dir("run.h5"));
  TAME_TYPED(go)(&second, N_STEPS - stop);
  ck_assert_mem_eq(whole.loss + stop, second.loss,
                   (N_STEPS - stop) * sizeof(double));
  ck_assert_mem_eq(TAME_TYPED(tame_nn_parameters)(whole.nn),
                   TAME_TYPED(tame_nn_parameters)(second.nn), n * sizeof(REAL));
  ck_assert_mem_eq(TAME_TYPED(tame_nn_state)(whole.nn),
                   TAME_TYPED(tame_nn_state)(second.nn), m * sizeof(REAL));
  ck_assert_mem_eq(TAME_TYPED(tame_opt_state)(whole.opt, 0),
                   TAME_TYPED(tame_opt_state)(second.opt, 0), n * sizeof(REAL));
  TAME_TYPED(end)(&whole);
  TAME_TYPED(end)(&second);
  tame_net_free(net);
  tame_net_free(other_net);
}
