/** Frameworks that run the program: they bring settings and say when it ends. */
@NullMarked
package dev.spanloom.internal.hosting;

import org.jspecify.annotations.NullMarked;
