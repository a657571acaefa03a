/** JSON text of plain Java values, spelled as MLflow's Python encoder spells it. */
@NullMarked
package dev.spanloom.entities.internal.json;

import org.jspecify.annotations.NullMarked;
