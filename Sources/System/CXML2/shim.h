#pragma once
/* Debian's libxml2 pulls in the headers of ICU, which clash with those inside Foundation. What they declare is not used here, and only ends of structures
   that are handed around by address depend on it. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
