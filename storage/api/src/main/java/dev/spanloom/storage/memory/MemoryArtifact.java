package dev.spanloom.storage.memory;

import dev.spanloom.storage.Artifact;

/** A file and its bytes, which nobody changes. */
@SuppressWarnings("ArrayRecordComponent") // handed over, neither changed nor compared
record MemoryArtifact(Artifact artifact, byte[] content) {
  boolean isOf(String traceId) {
    return artifact.path().trace().filter(of -> of.traceId().equals(traceId)).isPresent();
  }
}
