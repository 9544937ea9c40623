#pragma once
#include <gpgme.h>
#include <stdbool.h>

// Fields of one bit, which Swift cannot import as they are declared.
