/**
 * The reference store, which keeps everything in memory: the model that other engines are compared
 * with.
 */
@NullMarked
package dev.spanloom.storage.memory;

import org.jspecify.annotations.NullMarked;
