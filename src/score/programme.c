#include "score/programme.h"

#include "score/framework.h"

enum size_class size_class_of(const struct framework *f, uint64_t customers)
{
	return customers >= f->large_from    ? SIZE_LARGE
	       : customers >= f->medium_from ? SIZE_MEDIUM
	                                     : SIZE_SMALL;
}

const char *size_class_name(enum size_class c)
{
	static const char *const names[SIZE_CLASSES] = {"small", "medium", "large"};
	REQUIRE(c < SIZE_CLASSES);
	return names[c];
}

bool programme_conforms(const struct framework_programme *p, uint64_t conforming, uint64_t routes)
{
	return (wide_t)conforming * p->conformance.d >= (wide_t)routes * p->conformance.n;
}
