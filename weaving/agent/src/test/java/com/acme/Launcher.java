package com.acme;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the program with a class loader that the agent's own does not see, as containers do. */
public final class Launcher {
  private Launcher() {}

  public static void main(String[] arguments) throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String element : System.getProperty("program.classpath").split(File.pathSeparator)) {
      classPath.add(Path.of(element).toUri().toURL());
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new), platform);
    Thread.currentThread().setContextClassLoader(loader);
    loader
        .loadClass("com.acme.Program")
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments);
  }
}
