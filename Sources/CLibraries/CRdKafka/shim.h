// The door to librdkafka, and to its in-process mock cluster.
#include <malloc.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
