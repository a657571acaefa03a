/** Settings from system properties and environment variables. */
@NullMarked
package dev.spanloom.internal.settings;

import org.jspecify.annotations.NullMarked;
