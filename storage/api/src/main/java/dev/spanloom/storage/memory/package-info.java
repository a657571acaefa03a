/** The reference store: simple, in memory, the model that other engines are compared with. */
@NullMarked
package dev.spanloom.storage.memory;

import org.jspecify.annotations.NullMarked;
