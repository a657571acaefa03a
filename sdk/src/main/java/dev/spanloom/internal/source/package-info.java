/** Where a program comes from: name, user, git commit. */
@NullMarked
package dev.spanloom.internal.source;

import org.jspecify.annotations.NullMarked;
