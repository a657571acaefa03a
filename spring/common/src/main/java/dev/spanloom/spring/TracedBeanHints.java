package dev.spanloom.spring;

import dev.spanloom.OutputReducer;
import dev.spanloom.Trace;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * For native images: the annotations of traced methods are found by reflection, and so are the
 * parts of the values that they take and return, and their reducers are made by it.
 */
final class TracedBeanHints implements BeanRegistrationAotProcessor {
  private final BindingReflectionHintsRegistrar values = new BindingReflectionHintsRegistrar();

  @Override
  public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
    Class<?> beanClass = ClassUtils.getUserClass(bean.getBeanClass());
    return TracedBeans.mayBeTraced(beanClass) ? new Contribution(beanClass) : null;
  }

  private final class Contribution implements BeanRegistrationAotContribution {
    private final Class<?> beanClass;

    private Contribution(Class<?> beanClass) {
      this.beanClass = beanClass;
    }

    @Override
    public void applyTo(GenerationContext context, BeanRegistrationCode code) {
      ReflectionHints hints = context.getRuntimeHints().reflection();
      TracedBeans beans = new TracedBeans();
      for (Class<?> type : hierarchy()) {
        hints.registerType(type);
        reducer(hints, type.getAnnotation(Trace.class));
        for (Method method : type.getDeclaredMethods()) {
          if (beans.annotated(method, beanClass) != null) {
            hints.registerMethod(method, ExecutableMode.INTROSPECT);
            reducer(hints, method.getAnnotation(Trace.class));
            values.registerReflectionHints(hints, recorded(method));
          }
        }
      }
    }

    private List<Class<?>> hierarchy() {
      List<Class<?>> types = new ArrayList<>();
      for (Class<?> c = beanClass; c != null && c != Object.class; c = c.getSuperclass()) {
        types.add(c);
      }
      types.addAll(ClassUtils.getAllInterfacesForClassAsSet(beanClass));
      return types;
    }

    private static Type[] recorded(Method method) {
      Type[] parameters = method.getGenericParameterTypes();
      Type[] all = Arrays.copyOf(parameters, parameters.length + 1);
      all[parameters.length] = method.getGenericReturnType();
      return all;
    }

    private static void reducer(ReflectionHints hints, @Nullable Trace trace) {
      if (trace != null && trace.outputReducer() != OutputReducer.Items.class) {
        hints.registerType(trace.outputReducer(), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
      }
    }
  }
}
