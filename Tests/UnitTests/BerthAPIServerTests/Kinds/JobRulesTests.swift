import Kubernetes
import Testing

@testable import BerthAPIServer

/// Labels and texts are those of kube-apiserver, asked the same.
@Suite struct `A job` {
    private static let uid = "0d9f9a3e-1111-2222-3333-444455556666"
    private static let job: JSONValue = [
        "metadata": ["name": "pi", "uid": .string(uid)],
        "spec": ["template": ["spec": ["containers": [["name": "c", "image": "x"]], "restartPolicy": "Never"]]],
    ]
    private static let labels = ["spec", "template", "metadata", "labels"]

    private func changed(_ change: (inout JSONValue) -> Void) -> JSONValue {
        var job = Self.job
        change(&job)
        return job
    }

    @Test func `finds its pods by labels of its own`() throws {
        let job = try KindFixture.created("batch", "Job", Self.job)
        let expected = [
            "controller-uid": Self.uid, "job-name": "pi", "batch.kubernetes.io/controller-uid": Self.uid,
            "batch.kubernetes.io/job-name": "pi",
        ]
        #expect(job.value(at: Self.labels)?.stringMap == expected)
        #expect(job.labels == expected)
        #expect(
            job[path: "spec", "selector"] == ["matchLabels": ["batch.kubernetes.io/controller-uid": .string(Self.uid)]]
        )
        #expect(try KindFixture.problems("batch", "Job", Self.job).isEmpty)
    }

    @Test func `keeps labels and a selector that it is given`() throws {
        let job = changed {
            $0.set(["x": "y"], at: ["metadata", "labels"])
            $0.set(["a": "b"], at: Self.labels)
            $0.set(true, at: ["spec", "manualSelector"])
            $0.set(["matchLabels": ["a": "b"]], at: ["spec", "selector"])
        }
        let kept = try KindFixture.created("batch", "Job", job)
        #expect(kept.labels == ["x": "y"])
        #expect(kept.value(at: Self.labels) == ["a": "b"])
        #expect(kept[path: "spec", "selector"] == ["matchLabels": ["a": "b"]])
        #expect(try KindFixture.problems("batch", "Job", job).isEmpty)
    }

    @Test func `is refused a selector that nobody chose to manage`() throws {
        let selecting = changed { $0.set(["matchLabels": ["a": "b"]], at: ["spec", "selector"]) }
        #expect(
            try KindFixture.fields("batch", "Job", selecting) == ["spec.selector", "spec.template.metadata.labels"]
        )
        let named = changed { $0.set(["job-name": "other"], at: Self.labels) }
        #expect(
            try KindFixture.fields("batch", "Job", named) == ["spec.template.metadata.labels[job-name]"]
        )
        let manual = changed { $0.set(true, at: ["spec", "manualSelector"]) }
        #expect(
            try KindFixture.problems("batch", "Job", manual) == [
                "spec.selector: Required value",
                "spec.template.metadata.labels: Invalid value: map[string]string(nil): `selector` does not match "
                    + "template `labels`",
            ]
        )
    }

    @Test func `says when its pods may be started again`() throws {
        let endless = changed { $0.set(nil, at: ["spec", "template", "spec", "restartPolicy"]) }
        let why = "restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""
        #expect(try KindFixture.problems("batch", "Job", endless) == ["spec.template.spec.\(why)"])
        #expect(
            try KindFixture.problems("batch", "Job", ["metadata": ["name": "pi", "uid": "u"]]) == [
                "spec.template.spec.containers: Required value", "spec.template.spec.\(why)",
            ]
        )
        let cron: JSONValue = ["metadata": ["name": "c"], "spec": ["schedule": "* * * * *"]]
        #expect(
            try KindFixture.problems("batch", "CronJob", cron) == [
                "spec.jobTemplate.spec.template.spec.containers: Required value",
                "spec.jobTemplate.spec.template.spec.\(why)",
            ]
        )
    }

    @Test func `of before there were selectors stays as it is`() throws {
        var old = try KindFixture.created("batch", "Job", Self.job)
        for place in [Self.labels, ["spec", "selector"], ["metadata", "labels"]] { old.set(nil, at: place) }
        var labelled = old
        labelled.set(["a": "b"], at: ["metadata", "labels"])
        #expect(try KindFixture.problems("batch", "Job", labelled, old: old).isEmpty)
    }

    @Test func `of a cron job gets its selector when it is made`() throws {
        var cron: JSONValue = ["metadata": ["name": "c"], "spec": ["schedule": "@daily", "jobTemplate": [:]]]
        cron.set(Self.job["spec"], at: ["spec", "jobTemplate", "spec"])
        #expect(try KindFixture.problems("batch", "CronJob", cron).isEmpty)
        cron.set(true, at: ["spec", "jobTemplate", "spec", "manualSelector"])
        cron.set(["matchLabels": ["a": "b"]], at: ["spec", "jobTemplate", "spec", "selector"])
        #expect(
            try KindFixture.fields("batch", "CronJob", cron) == [
                "spec.jobTemplate.spec.selector", "spec.jobTemplate.spec.manualSelector",
            ]
        )
    }
}
