/// What all objects share (`meta/v1`).
extension SchemaText {
    static let meta = #"""
        = io.k8s.apimachinery.pkg.apis.meta.v1.Condition
        lastTransitionTime^:t message^:s observedGeneration:l reason^:s status^:s type^:s
        = io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement
        key^:s operator^:s values:[s]
        = io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector | Selects objects by their labels; everything in it
          must hold.
        matchExpressions:[LabelSelectorRequirement] | Conditions on labels, all of which must hold.
        matchLabels:{s} | Labels with the values they must have.
        = io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement
        key^:s | The label's key.
        operator^:s | In, NotIn, Exists or DoesNotExist.
        values:[s] | Values for In and NotIn.
        = io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta
        continue:s remainingItemCount:l resourceVersion:s selfLink:s shardInfo:ShardInfo
        = io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry
        apiVersion:s fieldsType:s fieldsV1:* manager:s operation:s subresource:s time:t
        = io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta | What all objects have beside their own fields: names,
          marks and times.
        annotations:{s} | Texts of tools and people; nothing is selected by them.
        creationTimestamp:t | When the object was created. Set by the server.
        deletionGracePeriodSeconds:l | How long the object may take to end.
        deletionTimestamp:t | When deletion was asked for; the object stays until its finalizers are gone.
        finalizers:[s]~ | What has to be done before the object may vanish; each is removed by whoever does it.
        generateName:s | A beginning to which the server adds five characters when no name is given.
        generation:l | Counts changes of the wanted state. Set by the server.
        labels:{s} | Short marks by which objects are selected.
        managedFields:[ManagedFieldsEntry] | Who last wrote which fields. Set by the server.
        name:s | The object's name; unique among objects of its kind in its namespace, and fixed.
        namespace:s | The namespace the object lies in; empty for objects of the whole cluster.
        ownerReferences:[OwnerReference]~uid | Objects this one belongs to; when all of them are gone it goes too.
        resourceVersion:s | The revision of the object; a write that names another one is a conflict.
        selfLink:s | Not filled in any more.
        uid:s | Tells this object from others that had its name before. Set by the server.
        = io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference | An object that owns this one, in the same
          namespace or in none.
        blockOwnerDeletion:b | Whether the owner waits for this object when it is deleted in the foreground.
        controller:b | Whether the owner manages this object; at most one does.
        name^:s | Name of the owner.
        uid^:s | UID of the owner.
        apiVersion^:s kind^:s
        = io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo
        selector^:s
        = io.k8s.apimachinery.pkg.apis.meta.v1.Status
        apiVersion:s code:i details:StatusDetails kind:s message:s metadata:ListMeta reason:s status:s
        = io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause
        field:s message:s reason:s
        = io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails
        causes:[StatusCause] group:s kind:s name:s retryAfterSeconds:i uid:s
        """#
}
