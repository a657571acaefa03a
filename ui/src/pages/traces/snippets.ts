export interface Snippet {
  readonly id: string;
  readonly title: string;
  /** The files or steps of it. */
  readonly parts: readonly {
    readonly title: string;
    readonly text: string;
  }[];
}

interface Place {
  /** The address of the server, without a slash at its end. */
  readonly address: string;
  readonly experimentId: string;
  readonly version: string;
}

const dependency = (artifact: string, version: string): string => `<dependency>
  <groupId>dev.spanloom</groupId>
  <artifactId>${artifact}</artifactId>
  <version>${version}</version>
</dependency>`;

/** How programs send their first trace to this server: lines to copy. */
export function snippets({ address, experimentId, version }: Place): readonly Snippet[] {
  const java = (artifact: string) => ({
    title: 'pom.xml',
    text: dependency(artifact, version),
  });
  return [
    {
      id: 'java',
      title: 'Java',
      parts: [
        java('spanloom-sdk'),
        {
          title: 'Java',
          text: `Mlflow.setTrackingUri("${address}");
Mlflow.setExperimentById("${experimentId}");

try (var span = Mlflow.startSpan("my_span")) {
  int x = 1;
  int y = 2;
  span.setInputs(Map.of("x", x, "y", y));
  span.setOutputs(x + y);
}`,
        },
      ],
    },
    {
      id: 'spring',
      title: 'Spring Boot',
      parts: [
        {
          ...java('spanloom-spring-boot4-starter'),
          title: 'pom.xml (Boot 3.5: spanloom-spring-boot3-starter)',
        },
        {
          title: 'application.properties',
          text: `mlflow.tracking-uri=${address}
mlflow.experiment-id=${experimentId}`,
        },
        {
          title: 'Java',
          text: `@Service
class Assistant {
  @Trace(spanType = SpanType.CHAIN)
  String ask(String question) {
    return Mlflow.withSpan("think", span -> "42");
  }
}`,
        },
      ],
    },
    {
      id: 'langchain4j',
      title: 'LangChain4j',
      parts: [
        {
          title: 'pom.xml',
          text: `${dependency('spanloom-sdk', version)}
${dependency('spanloom-autolog-langchain4j', version)}`,
        },
        {
          title: 'Java: AI services are traced without a line of their own',
          text: `Mlflow.setTrackingUri("${address}");
Mlflow.setExperimentById("${experimentId}");

Assistant assistant = AiServices.builder(Assistant.class)
    .chatModel(model)
    .contentRetriever(LangChain4jTracing.wrap(retriever))
    .tools(new Weather())
    .build();`,
        },
      ],
    },
    {
      id: 'python',
      title: 'Python',
      parts: [
        { title: 'Shell', text: 'pip install mlflow' },
        {
          title: 'Python',
          text: `import mlflow

mlflow.set_tracking_uri("${address}")
mlflow.set_experiment(experiment_id="${experimentId}")

@mlflow.trace
def add(x, y):
    return x + y

add(1, 2)`,
        },
      ],
    },
    {
      id: 'typescript',
      title: 'TypeScript',
      parts: [
        { title: 'Shell', text: 'npm install @mlflow/core' },
        {
          title: 'TypeScript',
          text: `import { init, trace } from "@mlflow/core";

init({ trackingUri: "${address}", experimentId: "${experimentId}" });

const add = trace((x: number, y: number) => x + y, { name: "add" });
add(1, 2);`,
        },
      ],
    },
    {
      id: 'otlp',
      title: 'OpenTelemetry',
      parts: [
        {
          title: 'Environment of any program with an OpenTelemetry SDK',
          text: `export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${address}/v1/traces
export OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf
export OTEL_EXPORTER_OTLP_TRACES_HEADERS=x-mlflow-experiment-id=${experimentId}`,
        },
        {
          title: 'OpenTelemetry for Java',
          text: `OtlpHttpSpanExporter.builder()
    .setEndpoint("${address}/v1/traces")
    .addHeader("x-mlflow-experiment-id", "${experimentId}")
    .build()`,
        },
      ],
    },
  ];
}
