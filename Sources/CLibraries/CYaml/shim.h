// The door to libyaml.
#include <yaml.h>
