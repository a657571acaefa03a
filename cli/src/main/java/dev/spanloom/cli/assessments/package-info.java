/** {@code spanloom feedback …} and {@code spanloom expectation …}. */
@NullMarked
package dev.spanloom.cli.assessments;

import org.jspecify.annotations.NullMarked;
