# Variables only.  Each can be set on the command line:  make CC=clang figures
SCALE ?= default
SEED  ?= 0
ifneq ($(words $(filter smoke default paper,$(SCALE))),1)
$(error SCALE=$(SCALE): is one of smoke, default, paper)
endif
CC    ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
GNUPLOT ?= gnuplot
# options for every experiment, beside those of its paper.mk
ARGS :=

# Sanitizers, each with a tree of its own: asan for address and undefined
# behaviour, tsan for threads.  SAN=asan runs the programs of build/asan/bin and
# has their results in build/asan too, so that they stand beside the others.
SANITIZERS := asan tsan
FLAGS_asan := -g -O1 -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all
FLAGS_tsan := -g -O1 -fsanitize=thread
SAN :=
ifneq ($(filter-out $(SANITIZERS),$(SAN)),)
$(error SAN=$(SAN): none of $(SANITIZERS))
endif
TREE := build$(SAN:%=/%)

# The default scale lives at the top; other scales have a tree of their own,
# so that switching scales never reruns anything.
OUT := $(SAN:%=$(TREE)/)$(if $(filter default,$(SCALE)),,scale/$(SCALE)/)

# Instruction set: x86-64-v3 (AVX2) where the machine has it, else the
# compiler's baseline.  OpenBLAS kernels are pinned to match, so that the same
# binary gives the same bits on every such machine.
HAS_AVX2 := $(shell grep -qsw avx2 /proc/cpuinfo && grep -qsw fma /proc/cpuinfo && echo yes)
MARCH    ?= $(if $(HAS_AVX2),-march=x86-64-v3)
BLASCORE ?= $(if $(HAS_AVX2),Haswell)

# -ffp-contract=off says aloud what -std=c17 implies; never -ffast-math: this
# is a project about what happens at a kink.
OPT    ?= -O3
CFLAGS := -std=c17 -ffp-contract=off -D_POSIX_C_SOURCE=200809L $(OPT) $(MARCH)
WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion \
  -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wcast-qual \
  -Wwrite-strings -Wformat=2 -Werror
# clang sees a promotion in every NAN and INFINITY, which are floats; from
# version 18 on it warns of a double times an enumerated size
NO_CLANG_WARN := -Wno-double-promotion -Wno-enum-float-conversion
WARN += $(if $(findstring clang,$(shell $(CC) --version 2>/dev/null)),$(NO_CLANG_WARN))

PKG_CONFIG ?= pkg-config
HDF5_PC  := $(shell for p in hdf5-serial hdf5; do $(PKG_CONFIG) --exists $$p 2>/dev/null && { echo $$p; break; }; done)
HDF5_DIR := $(shell $(PKG_CONFIG) --libs-only-L $(HDF5_PC) 2>/dev/null)
CPPFLAGS := -Ilib/include $(shell $(PKG_CONFIG) --cflags $(HDF5_PC) gsl libmd zlib jansson libpcre2-8 libzip libjpeg 2>/dev/null)
# OpenBLAS comes before GSL's own slow CBLAS, so it answers every cblas call,
# and stays linked when a program reaches BLAS through GSL alone.  Few programs
# read archives of images: only they load libzip, which loads much itself.
LIBS := -Wl,--push-state,--no-as-needed $(shell $(PKG_CONFIG) --libs openblas 2>/dev/null) -Wl,--pop-state \
  $(filter-out -lgslcblas,$(shell $(PKG_CONFIG) --libs gsl 2>/dev/null)) \
  $(HDF5_DIR) -lhdf5_hl -lhdf5 $(shell $(PKG_CONFIG) --libs libmd zlib jansson libpcre2-8 2>/dev/null) \
  -Wl,--push-state,--as-needed $(shell $(PKG_CONFIG) --libs libzip libjpeg 2>/dev/null) -Wl,--pop-state -pthread -lm
CHECK_CPPFLAGS := $(shell $(PKG_CONFIG) --cflags check 2>/dev/null)
CHECK_LIBS := $(shell $(PKG_CONFIG) --libs check 2>/dev/null) -lpthread

# Every program runs in this environment.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export LC_ALL := C
ifneq ($(BLASCORE),)
export OPENBLAS_CORETYPE := $(BLASCORE)
endif

# stored in the provenance of every result
export TAME_GIT_COMMIT := $(shell git rev-parse HEAD 2>/dev/null || echo unknown)
export TAME_GIT_DIRTY := $(shell git diff --quiet HEAD 2>/dev/null && echo no || echo yes)
