/**
 * The files that archived payloads are in, the same for all engines: {@link
 * dev.spanloom.storage.internal.archive.ArchiveWriter} makes them, {@link
 * dev.spanloom.storage.internal.archive.ArchiveFile} reads them, and their form is told there.
 */
@NullMarked
package dev.spanloom.storage.internal.archive;

import org.jspecify.annotations.NullMarked;
