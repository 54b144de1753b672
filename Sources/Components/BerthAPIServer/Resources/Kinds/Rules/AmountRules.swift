import Kubernetes

/// The rules of requests and limits: amounts that are not negative, and no request above its limit.
enum AmountRules {
    static func problems(_ resources: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let resources, resources.object != nil else { return [] }
        var causes = ["limits", "requests"].flatMap { amounts(resources[$0], "\(field).\($0)") }
        for member in resources["requests"]?.object ?? JSONObject() {
            causes += bound(member.name, request: member.value, resources["limits"]?[member.name], field)
        }
        let names = ["limits", "requests"].flatMap { resources[$0]?.object?.names ?? [] }
        if names.contains(where: ResourceNames.isHugePages), !names.contains("cpu"), !names.contains("memory") {
            causes.append(.forbidden(field, "HugePages require cpu or memory"))
        }
        return causes
    }

    private static func amounts(_ list: JSONValue?, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for member in list?.object ?? JSONObject() {
            let (text, place) = (Cell.text(member.value), "\(field)[\(member.name)]")
            causes += ResourceNames.containerProblems(member.name, place)
            guard let quantity = Quantity(parsing: text) else {
                causes.append(.invalid("\(field).\(member.name)", text, Quantity.problem))
                continue
            }
            if quantity < .zero { causes.append(.invalid(place, text, "must be greater than or equal to 0")) }
            if ResourceNames.isExtended(member.name), !quantity.isInteger {
                causes.append(.invalid(place, text, "must be an integer"))
            }
        }
        return causes
    }

    /// What cannot be shared is asked for as it is limited; of the rest no more.
    private static func bound(
        _ name: String,
        request: JSONValue,
        _ limit: JSONValue?,
        _ field: String
    ) -> [Status.Cause] {
        let isShared = !ResourceNames.isExtended(name) && !ResourceNames.isHugePages(name)
        guard let limit else {
            let why = "Limit must be set for non overcommitable resources"
            return isShared ? [] : [.required("\(field).limits", why)]
        }
        guard let asked = Quantity(parsing: Cell.text(request)), let most = Quantity(parsing: Cell.text(limit)),
            asked > most || !isShared && asked != most
        else { return [] }
        let relation = isShared ? "less than or equal to" : "equal to"
        let why = "must be \(relation) \(name) limit of \(Cell.text(limit))"
        return [.invalid("\(field).requests", Cell.text(request), why)]
    }
}
