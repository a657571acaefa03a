/** Small pieces that other Spanloom modules share and users do not need. */
@NullMarked
package dev.spanloom.entities.internal;

import org.jspecify.annotations.NullMarked;
