/* SPDX-License-Identifier: MIT */
/* Curves in the authors' result files: which file belongs to which curve of
 * which panel.  Chosen by hand and checked: every row of a file must carry the label
 * given here.  A file holds several runs (run_id) or one. */
#ifndef CURVES_H
#define CURVES_H

#include <stdbool.h>
#include <stddef.h>

#include "published.h"

enum { MAX_FILES = 3 };

typedef struct {
  const char *panel, *method; /* words */
  const char *label;          /* column optimizer */
  const char *file[MAX_FILES];
} series;

/* A family of files with the same columns. */
typedef struct {
  const char *word;              /* --data WORD */
  const char *panels, *title;    /* words of the panels, in order */
  char separator;
  const char *x, *x_name;        /* column, meaning */
  const char *run;               /* column that numbers the runs, or NULL */
  /* quantities: columns of the files (exp:COLUMN is its exponential), and our
   * names for them; the last is the one of the table */
  const char *columns, *names;
  bool is_minimised; /* the smaller the better: losses; else accuracies */
  const series *series;
  size_t n_series, n_x;
  double last_x;
} family;

#define C10 "classification/results/train/cifar10/"
#define F101 "classification/results/finetune/food101/"
#define INET "classification/results/train/imagenet/"
#define RUNS "/results_2024-"
#define LOG "/training_log_"

static const series CIFAR10[] = {
    {"vgg11", "adamw", "AdamW", {C10 "vgg11/AdamW_wd_0.01" RUNS "05-10_18-04.csv"}},
    {"vgg11", "a0.1_b0.9", INNAPROP("0.1,0.9"),
     {C10 "vgg11/INNAprop_alpha_0.1_beta_0.9_wd_0.01" RUNS "05-10_18-04.csv"}},
    {"vgg11", "a2_b2", INNAPROP("2.0,2.0"),
     {C10 "vgg11/INNAprop_alpha_2.0_beta_2.0_wd_0.01" RUNS "05-10_18-06.csv"}},
    {"vgg11", "a1_b1", INNAPROP("1.0,1.0"),
     {C10 "vgg11/INNAprop_alpha_1.0_beta_1.0_wd_0.01" RUNS "05-10_18-05.csv"}},
    {"vgg11", "a0.1_b0.9_schedule", INNAPROP("0.1,0.9") " + schedulers",
     {C10 "vgg11/INNAprop_alpha_0.1_beta_0.9_wd_0.01" RUNS "05-17_14-20.csv"}},
    {"vgg11", "sgd", "SGDM", {C10 "vgg11/SGDM_wd_0.0005" RUNS "05-22_14-53.csv"}},
    {"vgg11", "schedule_free", "AdamWFree",
     {C10 "vgg11/AdamWFree_wd_0.01" RUNS "05-23_10-17.csv"}},
    {"resnet18", "adamw", "AdamW",
     {C10 "resnet18/AdamW_wd_0.01" RUNS "05-10_20-20.csv"}},
    {"resnet18", "a0.1_b0.9", INNAPROP("0.1,0.9"),
     {C10 "resnet18/INNAprop_alpha_0.1_beta_0.9_wd_0.01" RUNS "05-10_20-20.csv"}},
    {"resnet18", "a2_b2", INNAPROP("2.0,2.0"),
     {C10 "resnet18/INNAprop_alpha_2.0_beta_2.0_wd_0.01" RUNS "05-10_20-20.csv"}},
    {"resnet18", "a1_b1", INNAPROP("1.0,1.0"),
     {C10 "resnet18/INNAprop_alpha_1.0_beta_1.0_wd_0.01" RUNS "05-10_20-20.csv"}}};

static const series FOOD101[] = {
    {"vgg11", "adamw", "AdamW", {F101 "vgg11/AdamW" RUNS "03-06_15-48.csv"}},
    {"vgg11", "a0.1_b0.9", INNAPROP("0.1,0.9"),
     {F101 "vgg11/INNAprop_alpha_0.1_beta_0.9" RUNS "03-06_15-48.csv"}},
    {"vgg11", "a2_b2", INNAPROP("2.0,2.0"),
     {F101 "vgg11/INNAprop_alpha_2.0_beta_2.0" RUNS "05-28_08-43.csv"}},
    {"vgg11", "a1_b1", INNAPROP("1.0,1.0"),
     {F101 "vgg11/INNAprop_alpha_1.0_beta_1.0" RUNS "03-06_15-48.csv"}},
    {"resnet18", "adamw", "AdamW", {F101 "resnet18/AdamW" RUNS "03-06_13-12.csv"}},
    {"resnet18", "a0.1_b0.9", INNAPROP("0.1,0.9"),
     {F101 "resnet18/INNAprop_alpha_0.1_beta_0.9" RUNS "03-06_13-12.csv"}},
    {"resnet18", "a2_b2", INNAPROP("2.0,2.0"),
     {F101 "resnet18/INNAprop_alpha_2.0_beta_2.0" RUNS "05-28_08-43.csv"}},
    {"resnet18", "a1_b1", INNAPROP("1.0,1.0"),
     {F101 "resnet18/INNAprop_alpha_1.0_beta_1.0" RUNS "03-06_13-12.csv"}}};

#define WD(decay) ", lr = 0.001, wd = " decay
#define R18(folder) INET "resnet18/" folder "_lr_0.001" LOG
#define R50(folder) INET "resnet50/" folder "_lr_0.001" LOG
#define PAIR(pair) "INNAprop_alpha_" pair

/* In resnet50 the curves of the paper's figure have different weight decays, by
 * the notebook's own choice: 0.1, 0.01 for (0.1, 0.9), 0.1. */
static const series IMAGENET[] = {
    {"resnet18", "adamw", "AdamW " WD("0.01"),
     {R18("AdamW") "1708860315.911086.csv", R18("AdamW") "1711029080.6670115.csv",
      R18("AdamW") "1711072254.0922835.csv"}},
    {"resnet18", "a0.1_b0.9", INNAPROP("0.1,0.9") WD("0.01"),
     {R18(PAIR("0.1_beta_0.9")) "1701334378.7894504.csv",
      R18(PAIR("0.1_beta_0.9")) "1711116040.7143424.csv",
      R18(PAIR("0.1_beta_0.9")) "1711159077.6814883.csv"}},
    {"resnet18", "a2_b2", INNAPROP("2.0,2.0") WD("0.01"),
     {R18(PAIR("2.0_beta_2.0")) "1714776043.9649463.csv",
      R18(PAIR("2.0_beta_2.0")) "1717441300.3471947.csv",
      R18(PAIR("2.0_beta_2.0")) "1718198625.6439903.csv"}},
    {"resnet18", "a1_b1", INNAPROP("1.0,1.0") WD("0.01"),
     {R18(PAIR("1.0_beta_1.0")) "1708906607.8080008.csv",
      R18(PAIR("1.0_beta_1.0")) "1711202180.5955148.csv",
      R18(PAIR("1.0_beta_1.0")) "1711244882.7265174.csv"}},
    {"resnet18", "a0.9_b0.9", INNAPROP("0.9,0.9") WD("0.01"),
     {R18(PAIR("0.9_beta_0.9")) "1715029188.9144757.csv"}},
    {"resnet18", "a1.5_b1", INNAPROP("1.5,1.0") WD("0.01"),
     {R18(PAIR("1.5_beta_1.0")) "1714349815.6811793.csv"}},
    {"resnet18", "a2_b1", INNAPROP("2.0,1.0") WD("0.01"),
     {R18(PAIR("2.0_beta_1.0")) "1716761891.032858.csv"}},
    {"resnet50", "adamw", "AdamW " WD("0.1"),
     {R50("AdamW") "1709547071.74056.csv", R50("AdamW") "1711288774.1858637.csv",
      R50("AdamW") "1711369398.0506444.csv"}},
    {"resnet50", "a0.1_b0.9", INNAPROP("0.1,0.9") WD("0.01"),
     {R50(PAIR("0.1_beta_0.9")) "1709634685.7170281.csv",
      R50(PAIR("0.1_beta_0.9")) "1711623508.0875335.csv"}},
    {"resnet50", "a2_b2", INNAPROP("2.0,2.0") WD("0.1"),
     {R50(PAIR("2.0_beta_2.0")) "1716541467.4702353.csv",
      R50(PAIR("2.0_beta_2.0")) "1717286200.2204883.csv"}},
    {"resnet50", "a1_b1", INNAPROP("1.0,1.0") WD("0.1"),
     {R50(PAIR("1.0_beta_1.0")) "1705838051.875214.csv",
      R50(PAIR("1.0_beta_1.0")) "1711472049.5507088.csv",
      R50(PAIR("1.0_beta_1.0")) "1711542738.2287786.csv"}},
    {"resnet50", "a2_b1", INNAPROP("2.0,1.0") WD("0.1"),
     {R50(PAIR("2.0_beta_1.0")) "1716617202.4444058.csv"}},
    {"resnet50", "adamw_decay_0.01", "AdamW " WD("0.01"),
     {R50("AdamW") "1708959821.97339.csv"}},
    {"resnet50", "a0.1_b0.9_decay_0.1", INNAPROP("0.1,0.9") WD("0.1"),
     {R50(PAIR("0.1_beta_0.9")) "1709069557.2800791.csv"}},
    {"resnet50", "a0.1_b0.9_decay_0.0001", INNAPROP("0.1,0.9") WD("0.0001"),
     {R50(PAIR("0.1_beta_0.9")) "1709433428.0214946.csv"}},
    {"resnet50", "a1_b1_decay_0.01", INNAPROP("1.0,1.0") WD("0.01"),
     {R50(PAIR("1.0_beta_1.0")) "1709989297.1764135.csv"}},
    {"resnet50", "sgd", "sgd , lr = 0.1, wd = 0.0001",
     {INET "resnet50/SGD" LOG "1702053638.5477629.csv"}}};

#define GPT "GPT-2_scratch/results/gpt2-"
#define LORA "GPT-2_lora/results/gpt2."
#define INNAPROP_GPT(pair) "INNAprop, ($\\alpha$, $\\beta$) = (" pair ")"

static const series PRETRAINING[] = {
    {"mini", "adamw", "AdamW", {GPT "mini/adamw.csv"}},
    {"mini", "a0.1_b0.9", INNAPROP_GPT("0.1, 0.9"),
     {GPT "mini/innaprop_alpha_0.1_beta_0.9.csv"}},
    {"mini", "a2_b2", INNAPROP_GPT("2.0, 2.0"),
     {GPT "mini/innaprop_alpha_2.0_beta_2.0.csv"}},
    {"mini", "a1_b1", INNAPROP_GPT("1.0, 1.0"),
     {GPT "mini/innaprop_alpha_1.0_beta_1.0.csv"}},
    {"small", "adamw", "AdamW", {GPT "small/adamw.csv"}},
    {"small", "a0.1_b0.9", INNAPROP_GPT("0.1, 0.9"),
     {GPT "small/innaprop_alpha_0.1_beta_0.9.csv"}},
    {"small", "a2_b2", INNAPROP_GPT("2.0, 2.0"),
     {GPT "small/innaprop_alpha_2.0_beta_2.0.csv"}},
    {"small", "a1_b1", INNAPROP_GPT("1.0, 1.0"),
     {GPT "small/innaprop_alpha_1.0_beta_1.0.csv"}},
    {"small", "a0.1_b0.9_decay_0.01", INNAPROP_GPT("0.1, 0.9") ", wd=0.01",
     {GPT "small/innaprop_alpha_0.1_beta_0.9_wd_0.01.csv"}},
    {"medium", "adamw", "AdamW", {GPT "medium/adamw.csv"}},
    {"medium", "a0.1_b0.9", INNAPROP_GPT("0.1, 0.9"),
     {GPT "medium/innaprop_alpha_0.1_beta_0.9.csv"}},
    {"medium", "a2_b2", INNAPROP_GPT("2.0, 2.0"),
     {GPT "medium/innaprop_alpha_2.0_beta_2.0.csv"}},
    {"medium", "a0.1_b0.9_decay_0.01", INNAPROP_GPT("0.1, 0.9") ", wd=0.01",
     {GPT "medium/innaprop_alpha_0.1_beta_0.9_wd_0.01.csv"}}};

#define ADAM(size) LORA size "/AdamW_beta1_0.9_beta2_0.999" RUNS
#define OURS(size, pair) LORA size "/INNAprop_alpha_" pair RUNS

static const series FINETUNING[] = {
    {"sm", "adamw", "AdamW", {ADAM("sm") "03-15_23-24.csv"}},
    {"sm", "a0.1_b0.9", INNAPROP("0.1,0.9"),
     {OURS("sm", "0.1_beta_0.9") "03-15_23-24.csv"}},
    {"md", "adamw", "AdamW", {ADAM("md") "03-14_19-43.csv"}},
    {"md", "a0.1_b0.9", INNAPROP("0.1,0.9"),
     {OURS("md", "0.1_beta_0.9") "03-14_18-33.csv"}},
    {"lg", "adamw", "AdamW",
     {ADAM("lg") "03-16_18-15.csv", ADAM("lg") "03-17_14-08.csv",
      ADAM("lg") "03-17_18-26.csv"}},
    {"lg", "a0.1_b0.9", INNAPROP("0.1,0.9"),
     {OURS("lg", "0.1_beta_0.9") "03-16_18-15.csv",
      OURS("lg", "0.1_beta_0.9") "03-17_23-37.csv",
      OURS("lg", "0.1_beta_0.9") "06-04_17-19.csv"}},
    {"lg", "a2_b2", INNAPROP("2.0,2.0"),
     {OURS("lg", "2.0_beta_2.0") "06-03_16-29.csv",
      OURS("lg", "2.0_beta_2.0") "06-03_19-43.csv",
      OURS("lg", "2.0_beta_2.0") "06-04_09-36.csv"}}};

#define IN(x) (x), sizeof(x) / sizeof *(x)
#define IMAGE_COLUMNS "train_loss train_accuracy test_loss test_accuracy"

static const family FAMILIES[] = {
    {"cifar10", "vgg11 resnet18", "CIFAR-10", ',', "epoch", "epoch, from 0",
     "run_id", IMAGE_COLUMNS, IMAGE_COLUMNS, false, IN(CIFAR10), 200, 199},
    {"food101", "vgg11 resnet18", "Food101", ',', "epoch", "epoch, from 0",
     "run_id", IMAGE_COLUMNS, IMAGE_COLUMNS, false, IN(FOOD101), 20, 19},
    {"imagenet", "resnet18 resnet50", "ImageNet", ',', "epoch",
     "epoch, from 0", NULL, "train_loss train_acc1 val_acc1 best_acc1",
     "train_loss train_accuracy current_accuracy test_accuracy", false,
     IN(IMAGENET), 90, 89},
    {"gpt", "mini small medium", "GPT-2 on OpenWebText", ';', "step",
     "training step", NULL, "validation_loss", "validation_loss", true,
     IN(PRETRAINING), 101, 100000},
    {"lora", "sm md lg", "GPT-2 with LoRA on E2E", ',', "train_step",
     "training step", NULL, "valid_loss exp:valid_loss",
     "validation_loss perplexity", true, IN(FINETUNING), 26, 26000}};

#endif
