package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import java.util.function.Supplier;

/**
 * A place to ship to.
 *
 * @param uri without login, the same whatever the working directory is
 * @param opener opens the destination; called when it is needed first, again when it fails
 */
public record ExportTarget(String uri, Supplier<Destination> opener) {}
