package dev.spanloom.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path of an artifact cannot lead out of its folder. */
class ArtifactPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2/traces/tr-1/artifacts/traces.json",
        "a",
        "a/b c/d.e..f",
        ".hidden",
        "..a/b..",
        "ü/日本/😀",
        "100%",
        "a%zz",
        "a%20b",
        "a:b/c:d+e",
        "x/a+b"
      })
  void ordinaryNamesAreTaken(String text) {
    // a name with a colon is none of a drive or a scheme when its first letter is no ASCII letter
    if (!text.contains(":")) {
      assertThat(new ArtifactPath(text).text()).isEqualTo(text);
    }
    assertThat(new ArtifactPath("1/" + text.replace(":", "_")).name()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "//host/share",
        "..",
        ".",
        "../a",
        "a/../b",
        "a/..",
        "a/./b",
        "./a",
        "a//b",
        "a/",
        "...",
        "a/ ..",
        "a/.. /b",
        "a/. ./b",
        "\\a",
        "a\\..\\b",
        "\\\\host\\share",
        "C:",
        "C:/a",
        "c:a",
        "C:\\a",
        "a/C:/b",
        "file:///etc/passwd",
        "http://a/b",
        "mlflow-artifacts:/a",
        "a\0b",
        "a\nb",
        "a\rb",
        "a\tb",
        "a\u007fb",
        "a\ud800b",
        "%2e%2e/a",
        "%2E%2E%2Fa",
        "a/%2e%2e/b",
        "a/.%2e/b",
        "a/%2e./b",
        "a%2f..%2fb",
        "%252e%252e/a",
        "%25252e%25252e%25252fa",
        "%2525252525252525252525252e",
        "%2fetc",
        "%252fetc",
        "a%5cb",
        "a%255cb",
        "a%00b",
        "a%2500b",
        "a%0ab",
        "C%3a/a",
        "a/%43%3A/b",
        "a%2f%2fb",
        "file%3a/a",
        "%2e%2e/%zz",
        "%zz/%252e%252e",
        "%/%2e%2e/%",
        "a%2f/b%2",
        "%ff/%2e%2e"
      })
  void whatLeadsElsewhereIsRefused(String text) {
    assertThatThrownBy(() -> new ArtifactPath(text))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining("path: ")
        .hasMessageContaining("expected: names with / between");
  }

  @Test
  void longPathsAreRefused() {
    assertThat(new ArtifactPath("a".repeat(1_000)).text()).hasSize(1_000);
    assertThatThrownBy(() -> new ArtifactPath("ü".repeat(501)))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("more than 1000 bytes");
  }

  @Test
  void itsTraceIsKnown() {
    ArtifactPath path = ArtifactPath.ofTrace("2", "tr-1", "a/b");
    assertThat(path.text()).isEqualTo("2/traces/tr-1/artifacts/a/b");
    assertThat(path.name()).isEqualTo("b");
    assertThat(path.trace()).contains(new ArtifactPath.OfTrace("2", "tr-1", "a/b"));
    assertThat(new ArtifactPath("2/traces/tr-1/artifacts").trace())
        .contains(new ArtifactPath.OfTrace("2", "tr-1", ""));
    assertThat(new ArtifactPath("2/traces/tr-1/other").trace()).isEmpty();
    assertThat(new ArtifactPath("2/runs/tr-1/artifacts/a").trace()).isEmpty();
    assertThat(new ArtifactPath("x/2/traces/tr-1/artifacts/a").trace()).isEmpty();
  }
}
