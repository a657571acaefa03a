/** {@code spanloom experiments …}. */
@NullMarked
package dev.spanloom.cli.experiments;

import org.jspecify.annotations.NullMarked;
