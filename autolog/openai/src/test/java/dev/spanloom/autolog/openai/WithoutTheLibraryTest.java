package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The module may be on a class path that has no OpenAI. */
class WithoutTheLibraryTest {
  private static URLClassLoader withoutOpenAi() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("openai-java")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void theSdkFindsTheIntegrationAndLeavesItAlone() throws Exception {
    try (URLClassLoader loader = withoutOpenAi()) {
      Class<?> library = loader.loadClass("dev.spanloom.autolog.openai.OpenAiLibrary");
      Object integration = library.getConstructor().newInstance();
      assertThat(library.getMethod("isPresent").invoke(integration)).isEqualTo(false);

      Object traced = loader.loadClass("dev.spanloom.Mlflow").getMethod("autolog").invoke(null);

      assertThat(traced).isEqualTo(List.of());
      loader.loadClass("dev.spanloom.Mlflow").getMethod("reset").invoke(null);
    }
  }

  @Test
  void whatABuilderMadeIsGivenBackAsItIs() throws Exception {
    try (URLClassLoader loader = withoutOpenAi()) {
      Class<?> calls = loader.loadClass("dev.spanloom.internal.woven.WovenCalls");

      assertThat(calls.getMethod("built", Object.class).invoke(null, "a client"))
          .isEqualTo("a client");
    }
  }
}
