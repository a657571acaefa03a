package dev.spanloom.storage;

/**
 * A stored file.
 *
 * @param path where it lies
 * @param sizeBytes of its content
 * @param createdUnixMillis when it was stored
 */
public record Artifact(ArtifactPath path, long sizeBytes, long createdUnixMillis) {}
