package dev.spanloom.storage.contract;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.nio.file.Path;

class InMemoryTraceStoreTest extends TraceStoreContract {
  @Override
  protected TraceStore open(Path folder) {
    return new InMemoryTraceStore();
  }
}
