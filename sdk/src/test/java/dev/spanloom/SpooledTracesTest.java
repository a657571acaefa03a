package dev.spanloom;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds of traces that wait in memory holds of traces that go through the spool: the same
 * tests again.
 */
class SpooledTracesTest {
  private static void useASpool(TracingTest test, Path folder) {
    System.setProperty("spanloom.spool.dir", folder.toString());
    Mlflow.reset();
    Mlflow.setTrackingUri(FakeDestinationProvider.register(test.memory));
  }

  @Nested
  class Updates extends TraceUpdateTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class Assessments extends AssessmentsTest {
    @TempDir Path folder;

    /** Not again: below a nested class the stack is longer than what is kept of it. */
    @Override
    void anErrorIsKeptWithItsStackTrace() {}

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class Events extends SpanEventsTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class Contexts extends ContextTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class Added extends AddedTracesTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class Lookups extends TraceLookupTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class CatalogIds extends UnityCatalogIdsTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class Attachments extends AttachmentsTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class Deferred extends DeferredAttributesTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }

  @Nested
  class ByItself extends ExportByItselfTest {
    @TempDir Path folder;

    @Override
    void useTheMemory() {
      useASpool(this, folder);
    }
  }
}
