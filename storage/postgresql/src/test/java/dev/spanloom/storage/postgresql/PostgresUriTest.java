package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.MlflowException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUriTest {
  private static PostgresUri parse(String uri) {
    return PostgresUri.parse(uri, name -> null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://ann:secret@db.example.org:5433/traces",
        "postgres://ann:secret@db.example.org:5433/traces",
        "jdbc:postgresql://db.example.org:5433/traces?user=ann&password=secret",
      })
  void theFormsThatAreCommonMeanTheSame(String uri) {
    PostgresUri parsed = parse(uri);
    assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example.org:5433/traces");
    assertThat(parsed.user()).isEqualTo("ann");
    assertThat(parsed.password()).isEqualTo("secret");
    assertThat(parsed.schema()).isEqualTo("spanloom");
  }

  @Test
  void whatIsLeftOutHasADefault() {
    PostgresUri parsed = parse("postgresql:///traces");
    assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost/traces");
    assertThat(parsed.user()).isNull();
    assertThat(parsed.password()).isNull();
    assertThat(parse("jdbc:postgresql:traces").jdbcUrl()).isEqualTo(parsed.jdbcUrl());
  }

  @Test
  void userAndPasswordMayComeFromTheEnvironment() {
    Map<String, String> environment = Map.of("PGUSER", "ben", "PGPASSWORD", "hush");
    PostgresUri parsed = PostgresUri.parse("postgresql://host/traces", environment::get);
    assertThat(parsed.user()).isEqualTo("ben");
    assertThat(parsed.password()).isEqualTo("hush");
    assertThat(PostgresUri.parse("postgresql://ann:x@host/traces", environment::get).password())
        .isEqualTo("x");
  }

  @Test
  void lettersThatAUriEscapesAreUnderstood() {
    PostgresUri parsed = parse("postgresql://a%40b:p%2Fw+d%25@[::1]:5432/my%20traces");
    assertThat(parsed.user()).isEqualTo("a@b");
    assertThat(parsed.password()).isEqualTo("p/w+d%");
    assertThat(parsed.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5432/my%20traces");
  }

  @Test
  void aPasswordMayHoldAnAtSignAndASlash() {
    assertThat(parse("postgresql://ann:p/ss@host/traces").password()).isEqualTo("p/ss");
    assertThat(parse("postgresql://ann:p@ss@host/traces").password()).isEqualTo("p@ss");
  }

  @Test
  void severalServersMayBeNamed() {
    assertThat(parse("postgresql://a:1,b:2/traces?targetServerType=primary").servers())
        .isEqualTo("a:1,b:2");
  }

  @Test
  void optionsAreOursOrTheDriversAndThoseOfLibpqAreTranslated() {
    PostgresUri parsed =
        parse(
            "postgresql://h/d?schema=team_a&partition_days=1&readers=3&sslmode=require"
                + "&application_name=me");
    assertThat(parsed.schema()).isEqualTo("team_a");
    assertThat(parsed.partitionDays()).isEqualTo(1);
    assertThat(parsed.readers()).isEqualTo(3);
    assertThat(parsed.driverOptions())
        .containsEntry("sslmode", "require")
        .containsEntry("ApplicationName", "me");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql:",
        "postgresql://h/",
        "postgresql://h",
        "mysql://h/d",
        "postgresql://h:port/d",
        "postgresql://h/d?x",
        "postgresql://h/d?nonsense=1",
        "postgresql://h/d?schema=pg_mine",
        "postgresql://h/d?schema=A%22;DROP",
        "postgresql://h/d?schema=",
        "postgresql://h/d?partition_days=0",
        "postgresql://h/d?readers=many",
        "postgresql://h/d?currentSchema=x",
        "postgresql://h/%zz",
      })
  void whatIsNoAddressIsRefusedWithWhatWasExpected(String uri) {
    assertThatThrownBy(() -> parse(uri))
        .isInstanceOf(MlflowException.class)
        .hasMessageMatching("(?s).*(expected|not allowed).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://ann:s3cret@h:port/d",
        "postgresql://ann:s3@cret@h:port/d",
        "postgresql://h:port/d?password=s3cret",
        "postgresql://h:port/d?sslpassword=s3cret",
        "postgresql://ann:s3cret",
        "postgresql://ann:s3cret/d",
        "postgresql://ann:s3cret@h/d?x",
        "postgresql://ann:%s3cret@h/d",
      })
  void noMessageShowsAPassword(String uri) {
    assertThatThrownBy(() -> parse(uri))
        .isInstanceOf(MlflowException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("cret"));
  }

  @Test
  void theDescriptionShowsThePlaceAndNoLogin() {
    assertThat(parse("postgresql://ann:s3cret@h:1/d?sslpassword=x").description())
        .isEqualTo("postgresql://h:1/d");
    assertThat(parse("postgresql://ann:s3cret@h/d?schema=b"))
        .hasToString("postgresql://h/d?schema=b");
  }
}
