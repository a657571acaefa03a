package dev.spanloom.weaving;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Classes compiled from a text, and what weaving makes of them. */
final class Compiled {
  private final Map<String, byte[]> classFiles;
  private final List<WeavingProblem> problems = new ArrayList<>();

  private Compiled(Map<String, byte[]> classFiles) {
    this.classFiles = classFiles;
  }

  /** Compiles the class {@code Subject}, and what stands beside it. */
  static Compiled of(String source, String... options) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> outputs = new LinkedHashMap<>();
    StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
    var manager =
        new ForwardingJavaFileManager<JavaFileManager>(standard) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location,
              String className,
              JavaFileObject.Kind kind,
              javax.tools.FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className + ".class"), kind) {
              @Override
              public OutputStream openOutputStream() {
                return outputs.computeIfAbsent(className, name -> new ByteArrayOutputStream());
              }
            };
          }
        };
    String imports =
        """
        import dev.spanloom.*;
        import dev.spanloom.entities.*;
        import dev.spanloom.Trace;
        import java.util.*;
        import java.util.concurrent.*;
        import java.util.stream.*;
        """;
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("mem:///Subject.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return imports + source;
          }
        };
    boolean done =
        compiler.getTask(null, manager, null, List.of(options), null, List.of(file)).call();
    if (!done) {
      throw new IllegalArgumentException("does not compile: " + source);
    }
    Map<String, byte[]> classFiles = new LinkedHashMap<>();
    outputs.forEach((name, bytes) -> classFiles.put(name, bytes.toByteArray()));
    return new Compiled(classFiles);
  }

  byte[] classFile(String name) {
    return classFiles.get(name);
  }

  List<WeavingProblem> problems() {
    return problems;
  }

  /** These classes, woven where there is something to weave. */
  Compiled woven() {
    Compiled woven = new Compiled(new LinkedHashMap<>(classFiles));
    classFiles.forEach(
        (name, bytes) -> {
          WovenClass result = new Weaver().weave(bytes, this::find);
          woven.problems.addAll(result.problems());
          if (result.classFile() != null) {
            woven.classFiles.put(name, result.classFile());
          }
        });
    return woven;
  }

  private Optional<byte[]> find(String internalName) {
    byte[] own = classFiles.get(internalName.replace('/', '.'));
    return own == null
        ? new LoaderClassSource(Compiled.class.getClassLoader()).find(internalName)
        : Optional.of(own);
  }

  /** Loads the classes, which the JVM verifies, and calls a static method of {@code Subject}. */
  Object run(String method) throws Exception {
    ClassLoader loader =
        new ClassLoader(Compiled.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classFiles.get(name);
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    for (String name : classFiles.keySet()) {
      Class.forName(name, true, loader);
    }
    var subject = loader.loadClass("Subject").getDeclaredMethod(method);
    subject.setAccessible(true);
    try {
      return subject.invoke(null);
    } catch (java.lang.reflect.InvocationTargetException e) {
      return e.getCause();
    }
  }
}
