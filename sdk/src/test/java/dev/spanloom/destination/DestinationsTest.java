package dev.spanloom.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationsTest {
  @Test
  void aSchemeThatNobodyKnowsIsNamedWithoutTheLogin() {
    assertThatThrownBy(() -> Destinations.check("postgresql://ann:s3cret@db/traces"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("postgresql://***@db/traces")
        .hasMessageContaining("expected: one of the schemes")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite:a.db, sqlite:a.db",
    "sqlite:///me@home/a.db, sqlite:///me@home/a.db",
    "postgresql://db/traces, postgresql://db/traces",
    "postgresql://ann@db/traces, postgresql://***@db/traces",
    "postgresql://ann:p@ss/w@db/traces, postgresql://***@db/traces",
    "jdbc:postgresql://db/t?user=a&password=b&x=1, jdbc:postgresql://db/t?user=a&password=***&x=1",
  })
  void messagesShowNoPassword(String uri, String shown) {
    assertThat(Destinations.withoutLogin(uri)).isEqualTo(shown);
  }

  @Test
  void aSchemeAloneIsNoUriUnlessItsProviderSaysSo() {
    Destinations.check("memory");
    assertThatThrownBy(() -> Destinations.check("http"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"http\" (expected: one of the schemes");
  }
}
