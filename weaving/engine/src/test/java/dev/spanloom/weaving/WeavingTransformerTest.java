package dev.spanloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Index;
import com.acme.Plain;
import com.acme.Search;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class WeavingTransformerTest {
  private static final ClassLoader HERE = WeavingTransformerTest.class.getClassLoader();

  @RegisterExtension final Warnings warnings = new Warnings();

  private final WeavingStats stats = new WeavingStats();
  private final WeavingTransformer transformer = transformer(WeavingOptions.DEFAULTS);

  @Test
  void aClassWithSomethingToWeaveIsWoven() {
    assertThat(transform(HERE, Search.class)).matches(ClassFiles::isWoven);
    assertThat(stats.woven()).isEqualTo(1);
  }

  @Test
  void aClassWithNothingToWeaveStaysAsItIs() {
    assertThat(transform(HERE, Plain.class)).isNull();
    assertThat(stats.woven()).isZero();
  }

  @Test
  void aClassThatIsWovenAlreadyStaysAsItIs() {
    byte[] woven = transform(HERE, Search.class);
    assertThat(transformer.transform(HERE, "com/acme/Search", null, null, woven)).isNull();
  }

  @Test
  void aClassThatIsTransformedAgainIsWovenAgainButCountedOnce() {
    transform(HERE, Search.class);
    assertThat(transform(HERE, Search.class)).matches(ClassFiles::isWoven);
    assertThat(stats.woven()).isEqualTo(1);
  }

  @Test
  void anExcludedClassStaysAsItIs() {
    assertThat(transform(transformer(WeavingOptions.parse("exclude=com.acme.*")), HERE)).isNull();
  }

  @Test
  void aClassWhoseLoaderDoesNotFindTheSdkStaysAsItIs() throws Exception {
    try (URLClassLoader blind = new URLClassLoader(new URL[0], null)) {
      assertThat(transform(transformer, blind)).isNull();
    }
  }

  @Test
  void classesOfTheJdkAreNotEvenLookedAt() {
    byte[] any = ClassFiles.of(Search.class);
    assertThat(transformer.transform(null, "com/acme/Search", null, null, any)).isNull();
    assertThat(transformer.transform(HERE, "java/acme/Search", null, null, any)).isNull();
    assertThat(transformer.transform(HERE, null, null, null, any)).isNull();
  }

  @Test
  void aProblemIsLoggedOnceWithClassAndMethod() {
    assertThat(transform(HERE, Index.class)).isNull();
    transform(HERE, Index.class);
    transformer.transform(HERE, "com/acme/Last", null, null, broken(ClassFiles.of(Search.class)));
    assertThat(warnings.await(2).get(0)).contains("com.acme.Index.lookUp(String)");
    assertThat(stats.failed()).isEqualTo(2);
  }

  @Test
  void aClassFileOfANewerJavaIsLeftAlone() {
    byte[] newer = ClassFiles.ofNewerJava(ClassFiles.of(Search.class));
    assertThat(transformer.transform(HERE, "com/acme/Search", null, null, newer)).isNull();
    assertThat(warnings.await(1).get(0)).contains("could not be woven");
    assertThat(stats.failed()).isEqualTo(1);
  }

  @Test
  void bytesThatAreNoClassAreLeftAlone() {
    byte[] noClass = Names.LIVE_SPAN.getBytes(StandardCharsets.US_ASCII);
    assertThat(transformer.transform(HERE, "com/acme/Search", null, null, noClass)).isNull();
    warnings.await(1);
  }

  @Test
  void aLoaderThatFailsIsNoneThatFindsTheSdk() {
    ClassLoader failing =
        new ClassLoader(HERE) {
          @Override
          public URL getResource(String name) {
            throw new IllegalStateException("closed");
          }

          @Override
          public Enumeration<URL> getResources(String name) {
            throw new IllegalStateException("closed");
          }
        };
    assertThat(transform(transformer, failing)).isNull();
  }

  @Test
  void wovenClassFilesAreCopiedToTheDebugFolder(@TempDir Path folder) {
    byte[] woven = transform(transformer(WeavingOptions.parse("debug=" + folder)), HERE);
    assertThat(folder.resolve("com/acme/Search.class")).hasBinaryContent(woven);
  }

  @Test
  void aDebugFolderThatCannotBeWrittenDoesNotKeepClassesFromBeingWoven(@TempDir Path folder)
      throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(transform(transformer(WeavingOptions.parse("debug=" + file)), HERE))
        .matches(ClassFiles::isWoven);
    assertThat(warnings.await(1).get(0)).contains("debug=" + file);
  }

  private WeavingTransformer transformer(WeavingOptions options) {
    return new WeavingTransformer(options, stats, new WeavingLog());
  }

  private byte[] transform(ClassLoader loader, Class<?> type) {
    return transformer.transform(
        loader, ClassFiles.internalName(type), null, null, ClassFiles.of(type));
  }

  private static byte[] transform(WeavingTransformer transformer, ClassLoader loader) {
    return transformer.transform(
        loader, "com/acme/Search", null, null, ClassFiles.of(Search.class));
  }

  private static byte[] broken(byte[] classFile) {
    return java.util.Arrays.copyOf(classFile, classFile.length / 2);
  }
}
