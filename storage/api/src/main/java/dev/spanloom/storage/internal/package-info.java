/**
 * Rules that all engines share: what is cut, refused and completed, so that engines differ in how
 * they keep things and in nothing else.
 */
@NullMarked
package dev.spanloom.storage.internal;

import org.jspecify.annotations.NullMarked;
