package dev.spanloom.weaving;

import dev.spanloom.internal.woven.WovenCalls;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.TextConstant;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls around the code of traced methods: one before it, one behind it that sees what it
 * returns or throws. The classes nested here are templates: their code is copied into the woven
 * methods and never runs here. Whatever goes wrong in the calls is suppressed there, a missing SDK
 * included.
 */
final class TraceWeaving {
  /** By name and descriptor: what the methods of the class that this thread weaves are to say. */
  private static final ThreadLocal<Map<String, String>> SPECS = ThreadLocal.withInitial(Map::of);

  /** The templates, each read once: reading them for every method was most of the work. */
  private static final Map<List<Class<?>>, Advice> ADVICE = new ConcurrentHashMap<>();

  private TraceWeaving() {}

  static byte[] weave(
      String className, byte[] classFile, List<TracedMethod> methods, ClassSource others) {
    Map<String, String> specs = new HashMap<>();
    AsmVisitorWrapper.ForDeclaredMethods wrapper = new AsmVisitorWrapper.ForDeclaredMethods();
    for (TracedMethod method : methods) {
      specs.put(method.name() + method.descriptor(), method.spec().encode());
      wrapper =
          wrapper.method(
              target ->
                  target.getInternalName().equals(method.name())
                      && target.getDescriptor().equals(method.descriptor()),
              advice(method));
    }
    SPECS.set(specs);
    try {
      return weave(className, classFile, wrapper, others);
    } finally {
      SPECS.remove();
    }
  }

  private static byte[] weave(
      String className,
      byte[] classFile,
      AsmVisitorWrapper.ForDeclaredMethods wrapper,
      ClassSource others) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(className.replace('/', '.'), classFile),
            new SourceLocator(others));
    TypeDescription type =
        new TypePool.Default.WithLazyResolution(
                new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST)
            .describe(className.replace('/', '.'))
            .resolve();
    return new ByteBuddy()
        .with(TypeValidation.DISABLED)
        .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
        .with(Implementation.Context.Disabled.Factory.INSTANCE)
        .decorate(type, locator)
        .visit(wrapper)
        .make()
        .getBytes();
  }

  private static Advice advice(TracedMethod method) {
    Class<?> enter = method.needsArguments() ? EnterWithArguments.class : Enter.class;
    Class<?> exit;
    if (method.returnsNothing()) {
      exit = ExitVoid.class;
    } else {
      exit = method.mayReplaceResult() ? ExitReplacing.class : Exit.class;
    }
    return ADVICE.computeIfAbsent(List.of(enter, exit), templates -> advice(enter, exit));
  }

  private static Advice advice(Class<?> enter, Class<?> exit) {
    return Advice.withCustomMapping()
        .bind(new Advice.OffsetMapping.Factory.Simple<>(Spec.class, SpecOfMethod.INSTANCE))
        .to(enter, exit, ClassFileLocator.ForClassLoader.of(TraceWeaving.class.getClassLoader()));
  }

  /** Puts the text of the woven method's spec where a template has a parameter for it. */
  private enum SpecOfMethod implements Advice.OffsetMapping {
    INSTANCE;

    @Override
    public Target resolve(
        TypeDescription instrumentedType,
        MethodDescription instrumentedMethod,
        Assigner assigner,
        Advice.ArgumentHandler argumentHandler,
        Sort sort) {
      String spec =
          SPECS
              .get()
              .get(instrumentedMethod.getInternalName() + instrumentedMethod.getDescriptor());
      if (spec == null) {
        throw new IllegalStateException("no spec of " + instrumentedMethod);
      }
      return new Target.ForStackManipulation(new TextConstant(spec));
    }
  }

  /** Finds classes of the program for Byte Buddy. */
  private record SourceLocator(ClassSource source) implements ClassFileLocator {
    @Override
    public Resolution locate(String name) {
      return source
          .find(name.replace('.', '/'))
          .<Resolution>map(Resolution.Explicit::new)
          .orElseGet(() -> new Resolution.Illegal(name));
    }

    @Override
    public void close() throws IOException {}
  }

  /** Stands for the text of the method's spec. */
  @Retention(RetentionPolicy.RUNTIME)
  private @interface Spec {}

  private static final class EnterWithArguments {
    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Advice.Origin Class<?> owner, @Spec String spec, @Advice.AllArguments Object[] arguments) {
      return WovenCalls.enter(owner, spec, arguments);
    }
  }

  private static final class Enter {
    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Advice.Origin Class<?> owner, @Spec String spec) {
      return WovenCalls.enter(owner, spec, null);
    }
  }

  private static final class ExitVoid {
    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object call, @Advice.Thrown @Nullable Throwable thrown) {
      var unused = WovenCalls.exit(call, null, thrown);
    }
  }

  private static final class Exit {
    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) @Nullable Object returned,
        @Advice.Thrown @Nullable Throwable thrown) {
      var unused = WovenCalls.exit(call, returned, thrown);
    }
  }

  private static final class ExitReplacing {
    @Advice.OnMethodExit(onThrowable = Throwable.class, suppress = Throwable.class)
    @SuppressWarnings("UnusedVariable") // written: Byte Buddy makes it the method's result
    static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC)
            @Nullable Object returned,
        @Advice.Thrown @Nullable Throwable thrown) {
      returned = WovenCalls.exit(call, returned, thrown);
    }
  }
}
