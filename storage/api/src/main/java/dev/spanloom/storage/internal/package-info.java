/**
 * What all engines share: what of a batch can be stored, and which ids, names and tags there are.
 */
@NullMarked
package dev.spanloom.storage.internal;

import org.jspecify.annotations.NullMarked;
