/** What the starters need of this module, and users do not. */
@NullMarked
package dev.spanloom.spring.internal;

import org.jspecify.annotations.NullMarked;
