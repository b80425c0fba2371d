/* Providers of security labels, "keeper" and "other", that take any label but "refused". */
#include "postgres.h"

#include "commands/seclabel.h"
#include "fmgr.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

static void
check(const ObjectAddress *object, const char *label)
{
	if (label != NULL && strcmp(label, "refused") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("\"%s\" is no label of these", label)));
}

void
_PG_init(void)
{
	register_label_provider("keeper", check);
	register_label_provider("other", check);
}
