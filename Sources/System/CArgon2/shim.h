#pragma once
#include <argon2.h>

static const int keshik_argon2_ok = ARGON2_OK;
static const int keshik_argon2_mismatch = ARGON2_VERIFY_MISMATCH;
