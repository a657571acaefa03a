/** What tracing a call of a model costs. */
@NullMarked
package dev.spanloom.bench.autolog;

import org.jspecify.annotations.NullMarked;
