package dev.spanloom.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class AgentJarTest {
  private static final String OURS = "dev/spanloom/agent/";

  @Test
  void theManifestNamesTheAgent() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.file().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      String agent = SpanloomAgent.class.getName();
      assertThat(manifest.getValue("Premain-Class")).isEqualTo(agent);
      assertThat(manifest.getValue("Agent-Class")).isEqualTo(agent);
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    }
  }

  @Test
  void nothingInTheJarCanMeetAClassOfTheProgram() throws IOException {
    assertThat(classFiles().keySet()).isNotEmpty().allMatch(name -> name.startsWith(OURS));
  }

  @Test
  void noServiceIsOffered() throws IOException {
    try (JarFile jar = new JarFile(AgentJar.file().toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .noneMatch(name -> name.startsWith("META-INF/services/"));
    }
  }

  /** What woven classes call is named in the templates of their code, and never called here. */
  @Test
  void ourClassesNeedNoClassThatIsNotInTheJar() throws IOException {
    Map<String, byte[]> classFiles = classFiles();
    Set<String> missing = new TreeSet<>();
    for (Map.Entry<String, byte[]> file : classFiles.entrySet()) {
      if (file.getKey().startsWith(OURS + "shaded/bytebuddy/")) {
        continue;
      }
      for (String name : classesNamedIn(file.getValue())) {
        if (!name.startsWith("java/") && !classFiles.containsKey(name + ".class")) {
          missing.add(name);
        }
      }
    }
    assertThat(missing).containsExactly("dev/spanloom/internal/woven/WovenCalls");
  }

  @Test
  void theJarStaysSmall() throws IOException {
    assertThat(Files.size(AgentJar.file())).isLessThan(4_000_000);
  }

  private static Map<String, byte[]> classFiles() throws IOException {
    Map<String, byte[]> classFiles = new HashMap<>();
    try (JarFile jar = new JarFile(AgentJar.file().toFile())) {
      for (var entry : jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
        classFiles.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
    return classFiles;
  }

  /** The classes of a constant pool, without arrays. */
  private static List<String> classesNamedIn(byte[] classFile) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
      in.skipBytes(8);
      int count = in.readUnsignedShort();
      Map<Integer, String> texts = new HashMap<>();
      List<Integer> classes = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.put(i, in.readUTF());
          case 7 -> classes.add(in.readUnsignedShort());
          case 8, 16, 19, 20 -> in.skipBytes(2);
          case 15 -> in.skipBytes(3);
          case 5, 6 -> {
            in.skipBytes(8);
            i++;
          }
          default -> in.skipBytes(4);
        }
      }
      return classes.stream().map(texts::get).filter(name -> !name.startsWith("[")).toList();
    }
  }
}
