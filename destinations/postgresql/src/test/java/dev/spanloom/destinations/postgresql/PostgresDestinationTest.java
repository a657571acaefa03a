package dev.spanloom.destinations.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.destinations.contract.StoredAttachmentsContract;
import dev.spanloom.destinations.contract.StoredTracesContract;
import dev.spanloom.entities.Trace;
import dev.spanloom.testpostgresql.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresDestinationTest {
  @BeforeEach
  @AfterEach
  void reset() {
    Mlflow.reset();
  }

  @Test
  void aProgramThatNamesADatabaseTracesIntoIt() {
    String uri = PostgresServer.shared().newDatabase();
    Mlflow.setTrackingUri(uri);
    String traceId;
    try (LiveSpan span = Mlflow.startSpan("answer")) {
      span.setInputs("why?");
      traceId = span.traceId();
    }
    assertThat(Mlflow.flush()).isTrue();
    Mlflow.logFeedback(traceId, "good", true);
    Mlflow.reset();

    Mlflow.setTrackingUri(uri);
    Trace trace = Mlflow.getTrace(traceId).orElseThrow();
    assertThat(trace.data().root().orElseThrow().inputs()).isEqualTo("why?");
    assertThat(trace.info().assessments()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql:", "postgres:", "jdbc:postgresql:"})
  void everyFormOfTheAddressIsKnown(String scheme) {
    String uri = PostgresServer.shared().newDatabase().replaceFirst("postgresql:", scheme);
    try (Destination destination = Destinations.open(uri)) {
      assertThat(destination.description()).startsWith("postgresql://127.0.0.1:");
    }
  }

  @Test
  void anotherDatabaseByJdbcIsRefused() {
    assertThatThrownBy(() -> Destinations.open("jdbc:mysql://h/d"))
        .hasMessageContaining("jdbc:mysql://h/d")
        .hasMessageContaining("expected: postgresql://");
  }

  @Nested
  class Traces extends StoredTracesContract {
    @Override
    protected String start() {
      return PostgresServer.shared().newDatabase();
    }
  }

  @Nested
  class Attachments extends StoredAttachmentsContract {
    @Override
    protected String start() {
      return PostgresServer.shared().newDatabase();
    }
  }
}
